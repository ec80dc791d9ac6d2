<?php

/* A shop with the module, served by `php -S`: its installation, its page, and its front controller. */

require __DIR__ . '/classes.php';
require _PS_MODULE_DIR_ . 'comptoir/comptoir.php';

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$module = new Comptoir();

if ('/boutique/index.php' === $path && 'pair' === Tools::getValue('controller')) {
    require _PS_MODULE_DIR_ . 'comptoir/controllers/front/pair.php';
    (new ComptoirPairModuleFrontController())->run();
} elseif ('/install' === $path || '/uninstall' === $path) {
    echo json_encode($module->{ltrim($path, '/')}());
} elseif ('/boutique/admin/' === $path) {
    echo $module->getContent();
} elseif ('/rows' === $path) {
    echo json_encode(Db::getInstance()->executeS((string) Tools::getValue('sql')));
} elseif ('/set' === $path) {
    Configuration::updateGlobalValue((string) Tools::getValue('name'), (string) Tools::getValue('value'));
} else {
    http_response_code(404);
}
