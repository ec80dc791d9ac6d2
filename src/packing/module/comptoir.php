<?php
/**
 * @author    Comptoir
 * @copyright Comptoir
 * @license   https://opensource.org/licenses/MIT MIT License
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

require_once __DIR__ . '/classes/ComptoirFolder.php';
require_once __DIR__ . '/classes/ComptoirRules.php';
require_once __DIR__ . '/classes/ComptoirKey.php';
require_once __DIR__ . '/classes/ComptoirPairing.php';
require_once __DIR__ . '/classes/ComptoirMailbox.php';

/**
 * Puts the till in a folder of the shop, makes its webservice key, and opens it on a tablet by a QR
 * code. No class of the shop is overridden; uninstalling undoes all of it. Sales are on the devices.
 */
class Comptoir extends Module
{
    /** Address of the till on a subdomain of its own; absent for the folder. */
    const ORIGIN = 'COMPTOIR_ORIGIN';

    public function __construct()
    {
        $this->name = 'comptoir';
        $this->tab = 'administration';
        $this->version = '@version@';
        $this->author = 'Comptoir';
        $this->need_instance = 0;
        $this->bootstrap = true;
        $this->ps_versions_compliancy = ['min' => '1.7.0.0', 'max' => '9.99.99'];

        parent::__construct();

        $this->displayName = $this->l('Comptoir, the till that sells without a network');
        $this->description = $this->l('Opens a till for your counter on a tablet, with the articles of this shop.');
        $this->confirmUninstall = $this->l('The key of the tills will be deleted, and the till taken off this shop. Sales stay on the devices. Go on?');
    }

    public function install()
    {
        return parent::install() && ComptoirPairing::createTable() && $this->placeTill();
    }

    public function uninstall()
    {
        ComptoirKey::delete();
        ComptoirKey::restoreWebservice();
        ComptoirRules::remove();
        ComptoirFolder::remove();
        Configuration::deleteByName(self::ORIGIN);

        return ComptoirPairing::dropTable() && ComptoirMailbox::dropTables() && parent::uninstall();
    }

    /** Puts this version's till in its folder; also called after an update of the module. */
    public function placeTill()
    {
        return ComptoirFolder::place($this->getLocalPath() . ComptoirFolder::NAME, $this->version);
    }

    /** The module's page in the back office. */
    public function getContent()
    {
        if (!$this->getPermission('configure')) {
            return $this->displayError($this->l('Your profile may not configure this module.'));
        }
        if (ComptoirFolder::version() !== $this->version) {
            $this->placeTill();
        }
        $pairing = null;
        $notice = '';
        if ('POST' === $_SERVER['REQUEST_METHOD'] && Tools::isSubmit('comptoir_do')) {
            list($notice, $pairing) = $this->process((string) Tools::getValue('comptoir_do'));
        }
        $this->context->smarty->assign($this->pageValues($pairing));

        return $notice . $this->display(__FILE__, 'views/templates/admin/page.tpl');
    }

    /** Does what a button of the page asks for; returns what to say, and the QR code to show. */
    private function process($action)
    {
        if (!hash_equals($this->formToken(), (string) Tools::getValue('comptoir_token'))) {
            return [$this->displayError($this->l('This page was too old. Nothing was done; try again.')), null];
        }
        if (!$this->mayMakeKeys()) {
            return [$this->displayError($this->l('Your profile may not make webservice keys. Ask the owner of the shop.')), null];
        }
        if ('origin' === $action) {
            return [$this->saveOrigin(trim((string) Tools::getValue('comptoir_origin'))), null];
        }
        if ('pair' !== $action) {
            ComptoirKey::switchWebserviceOn();
            $this->writeRules();
            $extras = Tools::getValue('comptoir_extras');
            if (!ComptoirKey::save(is_array($extras) ? array_map('strval', $extras) : [], 'renew' === $action)) {
                return [$this->displayError($this->l('The key could not be written. Try again, or look at the logs of the shop.')), null];
            }
        }
        if ('rights' === $action) {
            return [$this->displayConfirmation($this->l('The rights of the key are saved. Each till reads them at its next sync.')), null];
        }
        $key = ComptoirKey::value();

        return '' === $key ? ['', null] : ['', ComptoirPairing::make($this->tillUrl(), $this->shopUrl(), $key)];
    }

    private function pageValues($pairing)
    {
        $extras = [];
        foreach ($this->extraWords() as $name => $brings) {
            $extras[] = [
                'name' => $name,
                'resources' => implode(', ', array_keys(ComptoirKey::EXTRAS[$name])),
                'brings' => $brings,
                'isOn' => in_array($name, ComptoirKey::extras(), true),
            ];
        }

        return [
            'action' => $this->context->link->getAdminLink('AdminModules', true, [], ['configure' => $this->name]),
            'token' => $this->formToken(),
            'assets' => $this->getPathUri() . 'views/',
            'version' => $this->version,
            'mayMakeKeys' => $this->mayMakeKeys(),
            'tillUrl' => $this->tillUrl(),
            'folderUrl' => $this->folderUrl(),
            'folderPath' => ComptoirFolder::path($this->getLocalPath()),
            'apiUrl' => $this->shopUrl() . '/api/',
            'isAtRoot' => ComptoirFolder::isAtRoot(),
            'isSecure' => (bool) preg_match('#^https://|^http://(localhost|127\.0\.0\.1)([:/]|$)#', $this->tillUrl()),
            'origin' => (string) Configuration::getGlobalValue(self::ORIGIN),
            'hasKey' => '' !== ComptoirKey::value(),
            'needed' => implode(', ', ComptoirKey::NEEDED),
            'extras' => $extras,
            'hasSwitchedOn' => ComptoirKey::hasSwitchedWebserviceOn(),
            'areRulesWritten' => ComptoirRules::areWritten($this->rules()),
            'rules' => $this->rules(),
            'pairing' => $pairing,
        ];
    }

    /** What each group of further rights brings, as the page says it. */
    private function extraWords()
    {
        return [
            'combinations' => $this->l('Names, references and barcodes of sizes and colours; without it they are numbered.'),
            'stock' => $this->l('The stock of the shop on the till.'),
            'stock_write' => $this->l('The till takes what it sells off the stock of the shop. The only right to write.'),
            'promotions' => $this->l('Beginning and end of promotions, obeyed without a network too.'),
            'taxes' => $this->l('VAT rates of groups that have no article yet.'),
            'orders' => $this->l('Online orders, to hand over and to book at the till. They hold names and addresses of customers.'),
        ];
    }

    /** Keeps the address of the till's own subdomain, or forgets it; returns what to say. */
    private function saveOrigin($typed)
    {
        $origin = rtrim(strtolower($typed), '/');
        if ('' !== $origin && !ComptoirRules::isOrigin($origin)) {
            return $this->displayError($this->l('This is not an https address of a site, such as https://caisse.example.com.'));
        }
        if ('' !== $origin && 0 === strpos($this->shopUrl() . '/', $origin . '/')) {
            return $this->displayError($this->l('This is the address of the shop itself: give a subdomain, or leave it empty.'));
        }
        if ('' === $origin) {
            Configuration::deleteByName(self::ORIGIN);
        } else {
            Configuration::updateGlobalValue(self::ORIGIN, $origin);
        }
        if (!$this->writeRules()) {
            return $this->displayWarning($this->l('The address is kept, but the .htaccess file could not be written: add the lines below yourself.'));
        }

        return $this->displayConfirmation($this->l('The address is kept. The next QR code opens the till there.'));
    }

    private function writeRules()
    {
        return ComptoirRules::write($this->rules());
    }

    private function rules()
    {
        return ComptoirRules::lines($this->getLocalPath(), (string) Configuration::getGlobalValue(self::ORIGIN));
    }

    /** A key reads what its maker may not: only a profile that may make keys gets one here. */
    private function mayMakeKeys()
    {
        return Access::isGranted('ROLE_MOD_TAB_ADMINWEBSERVICE_CREATE', (int) $this->context->employee->id_profile)
            && Access::isGranted('ROLE_MOD_TAB_ADMINWEBSERVICE_UPDATE', (int) $this->context->employee->id_profile);
    }

    /** Beside the token of the back office, which PrestaShop 9 no longer checks in every page. */
    private function formToken()
    {
        $employee = $this->context->employee;

        return Tools::hash('comptoir' . (int) $employee->id . $employee->passwd);
    }

    /** Address of the shop, without a trailing slash. */
    private function shopUrl()
    {
        return rtrim(Tools::getShopDomainSsl(true) . __PS_BASE_URI__, '/');
    }

    /** Address of the till's folder on this shop. */
    private function folderUrl()
    {
        $folder = ComptoirFolder::isAtRoot() ? '' : '/modules/' . $this->name;

        return $this->shopUrl() . $folder . '/' . ComptoirFolder::NAME . '/';
    }

    /** Where the tablet opens the till. */
    private function tillUrl()
    {
        $origin = (string) Configuration::getGlobalValue(self::ORIGIN);

        return '' === $origin ? $this->folderUrl() : $origin . '/';
    }
}
