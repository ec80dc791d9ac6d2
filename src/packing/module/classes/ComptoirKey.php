<?php
/**
 * @author    Comptoir
 * @copyright Comptoir
 * @license   https://opensource.org/licenses/MIT MIT License
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

/** The tills' key to the webservice of the shop. */
class ComptoirKey
{
    const ID = 'COMPTOIR_KEY_ID';
    const CHOSEN = 'COMPTOIR_EXTRAS';
    const SWITCHED_ON = 'COMPTOIR_SWITCHED_ON';
    const READ = ['GET' => 'on'];

    /** What every till reads. */
    const NEEDED = ['categories', 'images', 'languages', 'products', 'tax_rule_groups'];

    /** Further rights, in groups that the owner ticks. */
    const EXTRAS = [
        'combinations' => ['combinations' => self::READ, 'product_options' => self::READ, 'product_option_values' => self::READ],
        'stock' => ['stock_availables' => self::READ],
        'stock_write' => ['stock_availables' => self::READ + ['PUT' => 'on', 'PATCH' => 'on']],
        'promotions' => ['specific_prices' => self::READ],
        'taxes' => ['taxes' => self::READ, 'tax_rules' => self::READ, 'configurations' => self::READ],
        'orders' => [
            'orders' => self::READ,
            'order_details' => self::READ,
            'order_states' => self::READ,
            'order_slip' => self::READ,
            'order_cart_rules' => self::READ,
            'order_payments' => self::READ,
            'cart_rules' => self::READ,
            'carriers' => self::READ,
            'currencies' => self::READ,
            'customers' => self::READ,
            'addresses' => self::READ,
            'customizations' => self::READ,
            'taxes' => self::READ,
        ],
    ];

    /** The key itself; empty where there is none, or the owner deleted it. */
    public static function value()
    {
        $key = new WebserviceKey((int) Configuration::getGlobalValue(self::ID));

        return Validate::isLoadedObject($key) && $key->active ? (string) $key->key : '';
    }

    /** Groups of further rights that the owner ticked. */
    public static function extras()
    {
        return array_filter(explode(',', (string) Configuration::getGlobalValue(self::CHOSEN)));
    }

    /** Gives the key exactly these rights, after making it if there is none, or a new one is asked for. */
    public static function save(array $extras, $isRenewed)
    {
        $chosen = array_values(array_intersect(array_keys(self::EXTRAS), $extras));
        if ($isRenewed || '' === self::value()) {
            self::delete();
            if (!self::make()) {
                return false;
            }
        }
        Configuration::updateGlobalValue(self::CHOSEN, implode(',', $chosen));
        $rights = array_fill_keys(self::NEEDED, self::READ);
        foreach ($chosen as $name) {
            foreach (self::EXTRAS[$name] as $resource => $methods) {
                $rights[$resource] = (isset($rights[$resource]) ? $rights[$resource] : []) + $methods;
            }
        }

        return WebserviceKey::setPermissionForAccount((int) Configuration::getGlobalValue(self::ID), $rights);
    }

    public static function delete()
    {
        $key = new WebserviceKey((int) Configuration::getGlobalValue(self::ID));
        if (Validate::isLoadedObject($key)) {
            $key->delete();
        }
        Configuration::deleteByName(self::ID);
        Configuration::deleteByName(self::CHOSEN);
    }

    public static function switchWebserviceOn()
    {
        if (!Configuration::getGlobalValue('PS_WEBSERVICE')) {
            Configuration::updateGlobalValue('PS_WEBSERVICE', 1);
            Configuration::updateGlobalValue(self::SWITCHED_ON, 1);
        }
    }

    public static function hasSwitchedWebserviceOn()
    {
        return (bool) Configuration::getGlobalValue(self::SWITCHED_ON);
    }

    /** Switches the webservice off again, unless it was on before, or another key needs it now. */
    public static function restoreWebservice()
    {
        $others = (int) Db::getInstance()->getValue('SELECT COUNT(*) FROM `' . _DB_PREFIX_ . 'webservice_account` WHERE `active` = 1');
        if (self::hasSwitchedWebserviceOn() && 0 === $others) {
            Configuration::updateGlobalValue('PS_WEBSERVICE', 0);
        }
        Configuration::deleteByName(self::SWITCHED_ON);
    }

    private static function make()
    {
        $key = new WebserviceKey();
        $key->key = self::random();
        $key->description = 'Comptoir';
        $key->active = true;
        $key->id_shop_list = Shop::getShops(false, null, true);
        if (!$key->add()) {
            return false;
        }
        // PrestaShop writes a new key into its log: that one was never used.
        $key->key = self::random();
        if (!$key->update()) {
            $key->delete();

            return false;
        }
        Configuration::updateGlobalValue(self::ID, (int) $key->id);

        return true;
    }

    /** 32 characters, as PrestaShop wants them. */
    private static function random()
    {
        return strtoupper(bin2hex(random_bytes(16)));
    }
}
