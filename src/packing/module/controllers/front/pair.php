<?php
/**
 * @author    Comptoir
 * @copyright Comptoir
 * @license   https://opensource.org/licenses/MIT MIT License
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

/** Answers the tablet that types the code shown beside the QR code. It shows no page of the shop. */
class ComptoirPairModuleFrontController extends ModuleFrontController
{
    /** Ends here, before the shop's own redirections and its page of maintenance. */
    public function init()
    {
        $isPost = 'POST' === $_SERVER['REQUEST_METHOD'];
        $answer = $isPost
            ? ComptoirPairing::redeem((string) Tools::getValue('id'), (string) Tools::getValue('code'))
            : ['error' => 'over'];
        $origin = (string) Configuration::getGlobalValue(Comptoir::ORIGIN);
        if ('' !== $origin && isset($_SERVER['HTTP_ORIGIN']) && $_SERVER['HTTP_ORIGIN'] === $origin) {
            header('Access-Control-Allow-Origin: ' . $origin);
        }
        header('Vary: Origin');
        header('Content-Type: application/json');
        header('Cache-Control: no-store');
        header('X-Content-Type-Options: nosniff');
        http_response_code(isset($answer['half']) ? 200 : 403);
        exit(json_encode($answer));
    }
}
