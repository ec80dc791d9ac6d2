<?php

/*
 * The classes of PrestaShop that the module calls, as far as it calls them, over a SQLite file. Their
 * names and signatures are those of 1.7, 8 and 9; nothing of PrestaShop's own code is here.
 */

define('_PS_VERSION_', '8.2.1');
define('_PS_ROOT_DIR_', getenv('SHOP_ROOT'));
define('_PS_MODULE_DIR_', _PS_ROOT_DIR_ . '/modules/');
define('_DB_PREFIX_', 'ps_');
define('_MYSQL_ENGINE_', 'InnoDB');
define('__PS_BASE_URI__', '/boutique/');

class Db
{
    private static $instance;
    private $pdo;
    private $affected = 0;

    public static function getInstance()
    {
        if (null === self::$instance) {
            self::$instance = new Db();
        }

        return self::$instance;
    }

    public function __construct()
    {
        $this->pdo = new PDO('sqlite:' . _PS_ROOT_DIR_ . '/shop.sqlite');
        $this->pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
        $this->pdo->exec('PRAGMA synchronous = OFF');
        $this->pdo->exec('PRAGMA busy_timeout = 5000');
        $this->pdo->exec('CREATE TABLE IF NOT EXISTS ps_configuration (name TEXT PRIMARY KEY, value TEXT)');
        $this->pdo->exec('CREATE TABLE IF NOT EXISTS ps_webservice_account (id_webservice_account INTEGER PRIMARY KEY AUTOINCREMENT, "key" TEXT, description TEXT, active INTEGER)');
        $this->pdo->exec('CREATE TABLE IF NOT EXISTS ps_webservice_permission (resource TEXT, method TEXT, id_webservice_account INTEGER)');
        $this->pdo->exec('CREATE TABLE IF NOT EXISTS ps_log (message TEXT)');
    }

    public function execute($sql)
    {
        $this->affected = $this->pdo->exec(preg_replace('/ ENGINE=.*$/', '', $sql));

        return true;
    }

    public function insert($table, array $row)
    {
        $names = '`' . implode('`, `', array_keys($row)) . '`';
        $values = implode(', ', array_map([$this->pdo, 'quote'], $row));

        return $this->execute('INSERT INTO `' . _DB_PREFIX_ . $table . '` (' . $names . ') VALUES (' . $values . ')');
    }

    public function executeS($sql)
    {
        return $this->pdo->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    }

    public function getRow($sql, $useCache = true)
    {
        $rows = $this->executeS($sql);

        return $rows ? $rows[0] : false;
    }

    public function getValue($sql)
    {
        $row = $this->getRow($sql);

        return $row ? reset($row) : false;
    }

    public function Affected_Rows()
    {
        return $this->affected;
    }
}

function pSQL($text)
{
    return str_replace("'", "''", $text);
}

class Configuration
{
    public static function getGlobalValue($name)
    {
        return Db::getInstance()->getValue("SELECT value FROM ps_configuration WHERE name = '" . pSQL($name) . "'");
    }

    public static function updateGlobalValue($name, $value)
    {
        self::deleteByName($name);

        return Db::getInstance()->insert('configuration', ['name' => $name, 'value' => $value]);
    }

    public static function deleteByName($name)
    {
        return Db::getInstance()->execute("DELETE FROM ps_configuration WHERE name = '" . pSQL($name) . "'");
    }
}

class WebserviceKey
{
    public $id;
    public $key;
    public $description;
    public $active = true;
    public $id_shop_list = [];

    public function __construct($id = null)
    {
        $row = $id ? Db::getInstance()->getRow('SELECT * FROM ps_webservice_account WHERE id_webservice_account = ' . (int) $id) : false;
        if ($row) {
            $this->id = (int) $row['id_webservice_account'];
            $this->key = $row['key'];
            $this->active = (bool) $row['active'];
        }
    }

    /** As PrestaShop does, writes the new key into its log. */
    public function add()
    {
        Db::getInstance()->insert('webservice_account', ['key' => $this->key, 'description' => $this->description, 'active' => (int) $this->active]);
        $this->id = (int) Db::getInstance()->getValue('SELECT MAX(id_webservice_account) FROM ps_webservice_account');

        return Db::getInstance()->insert('log', ['message' => 'Webservice key created: ' . $this->key]);
    }

    public function update()
    {
        return Db::getInstance()->execute("UPDATE ps_webservice_account SET \"key\" = '" . pSQL($this->key) . "' WHERE id_webservice_account = " . (int) $this->id);
    }

    public function delete()
    {
        Db::getInstance()->execute('DELETE FROM ps_webservice_permission WHERE id_webservice_account = ' . (int) $this->id);

        return Db::getInstance()->execute('DELETE FROM ps_webservice_account WHERE id_webservice_account = ' . (int) $this->id);
    }

    public static function setPermissionForAccount($id, $rights)
    {
        Db::getInstance()->execute('DELETE FROM ps_webservice_permission WHERE id_webservice_account = ' . (int) $id);
        foreach ($rights as $resource => $methods) {
            foreach (array_keys($methods) as $method) {
                Db::getInstance()->insert('webservice_permission', ['resource' => $resource, 'method' => $method, 'id_webservice_account' => (int) $id]);
            }
        }

        return true;
    }
}

class Validate
{
    public static function isLoadedObject($object)
    {
        return is_object($object) && (int) $object->id > 0;
    }
}

class Shop
{
    public static function getShops($active = true, $group = null, $asIds = false)
    {
        return [1 => 1];
    }
}

class Access
{
    public static function isGranted($role, $profileId)
    {
        return 1 === $profileId;
    }
}

class Tools
{
    public static function getValue($name, $default = false)
    {
        return isset($_POST[$name]) ? $_POST[$name] : (isset($_GET[$name]) ? $_GET[$name] : $default);
    }

    public static function isSubmit($name)
    {
        return isset($_POST[$name]) || isset($_GET[$name]);
    }

    public static function hash($text)
    {
        return hash('sha256', 'secret of the shop' . $text);
    }

    public static function getShopDomainSsl($withScheme = false)
    {
        return ($withScheme ? getenv('SHOP_SCHEME') . '://' : '') . (isset($_SERVER['HTTP_X_FORWARDED_HOST']) ? $_SERVER['HTTP_X_FORWARDED_HOST'] : $_SERVER['HTTP_HOST']);
    }
}

class StubLink
{
    public function getAdminLink($controller, $withToken = true, $route = [], $query = [])
    {
        return '/boutique/admin/?' . http_build_query(['controller' => $controller] + $query);
    }
}

class StubSmarty
{
    public $values = [];

    public function assign(array $values)
    {
        $this->values = $values + $this->values;
    }
}

class Context
{
    public $smarty;
    public $link;
    public $employee;

    public function __construct()
    {
        $this->smarty = new StubSmarty();
        $this->link = new StubLink();
        $this->employee = (object) ['id' => 1, 'id_profile' => (int) (getenv('SHOP_PROFILE') ?: 1), 'passwd' => 'hash of a password'];
    }
}

class Module
{
    public $name;
    public $active = true;
    protected $context;

    public function __construct()
    {
        $this->context = new Context();
    }

    public function install()
    {
        return true;
    }

    public function uninstall()
    {
        return true;
    }

    public function l($text)
    {
        return $text;
    }

    public function getLocalPath()
    {
        return _PS_MODULE_DIR_ . $this->name . '/';
    }

    public function getPathUri()
    {
        return __PS_BASE_URI__ . 'modules/' . $this->name . '/';
    }

    public function getPermission($what)
    {
        return 'no' !== getenv('SHOP_MAY_CONFIGURE');
    }

    public function displayError($text)
    {
        return 'error: ' . $text;
    }

    public function displayWarning($text)
    {
        return 'warning: ' . $text;
    }

    public function displayConfirmation($text)
    {
        return 'done: ' . $text;
    }

    /** What the template is given, as data: the template itself needs the shop's Smarty. */
    public function display($file, $template)
    {
        return json_encode($this->context->smarty->values);
    }
}

class ModuleFrontController
{
    public $module;

    public function run()
    {
        $this->init();
    }
}
