<?php
/**
 * @author    Comptoir
 * @copyright Comptoir
 * @license   https://opensource.org/licenses/MIT MIT License
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

/**
 * Opens the till on a tablet, already connected. The QR code holds the key sealed by AES-256-GCM.
 * What opens it is made of the code shown beside it and of a half that only this shop holds, and
 * gives once, within ten minutes, to whoever knows the code: neither a photo of the QR code alone,
 * nor one seen later, tells the key.
 */
class ComptoirPairing
{
    const MINUTES = 10;
    const TRIES = 5;
    /** PBKDF2 rounds; the till knows the same number. */
    const ROUNDS = 200000;

    public static function createTable()
    {
        return Db::getInstance()->execute(
            'CREATE TABLE IF NOT EXISTS `' . self::table() . '` (
                `id` CHAR(32) NOT NULL PRIMARY KEY,
                `half` CHAR(64) NOT NULL,
                `code_hash` CHAR(64) NOT NULL,
                `tries` TINYINT UNSIGNED NOT NULL,
                `expires` INT UNSIGNED NOT NULL
            ) ENGINE=' . _MYSQL_ENGINE_ . ' DEFAULT CHARSET=utf8'
        );
    }

    public static function dropTable()
    {
        return Db::getInstance()->execute('DROP TABLE IF EXISTS `' . self::table() . '`');
    }

    /** A QR code for one tablet. An earlier one no longer works. */
    public static function make($tillUrl, $shopUrl, $key)
    {
        $id = random_bytes(16);
        $half = random_bytes(32);
        $code = str_pad((string) random_int(0, 99999999), 8, '0', STR_PAD_LEFT);
        $expires = time() + 60 * self::MINUTES;
        Db::getInstance()->execute('DELETE FROM `' . self::table() . '`');
        Db::getInstance()->insert('comptoir_pairing', [
            'id' => bin2hex($id),
            'half' => bin2hex($half),
            'code_hash' => self::codeHash($code, $half),
            'tries' => 0,
            'expires' => $expires,
        ]);
        // Both are authenticated with the key: another shop's address in their place opens nothing.
        $head = '1.' . self::base64url($shopUrl) . '.' . self::base64url($id);
        $nonce = random_bytes(12);
        $tag = '';
        $opener = hash_pbkdf2('sha256', $code, $half, self::ROUNDS, 32, true);
        $sealed = openssl_encrypt($key, 'aes-256-gcm', $opener, OPENSSL_RAW_DATA, $nonce, $tag, $head, 16);

        return [
            'url' => $tillUrl . '#/pair/' . $head . '.' . self::base64url($nonce . $sealed . $tag),
            'code' => substr($code, 0, 4) . ' ' . substr($code, 4),
            'expires' => $expires,
        ];
    }

    /** Gives the shop's half to whoever knows the code, once; else says why not. */
    public static function redeem($id, $code)
    {
        $isWellFormed = 1 === preg_match('/^[0-9a-f]{32}$/D', $id) && 1 === preg_match('/^[0-9]{8}$/D', $code);
        if (!$isWellFormed || !self::countTry($id)) {
            return ['error' => 'over'];
        }
        $row = Db::getInstance()->getRow('SELECT * FROM `' . self::table() . '` WHERE `id` = \'' . pSQL($id) . '\'', false);
        if (!$row) {
            return ['error' => 'over'];
        }
        $half = (string) hex2bin($row['half']);
        if (!hash_equals($row['code_hash'], self::codeHash($code, $half))) {
            return ['error' => 'code-wrong', 'triesLeft' => max(0, self::TRIES - (int) $row['tries'])];
        }
        Db::getInstance()->execute('DELETE FROM `' . self::table() . '` WHERE `id` = \'' . pSQL($id) . '\'');

        // Of two that come at the same moment, one deletes the row.
        return 1 === (int) Db::getInstance()->Affected_Rows() ? ['half' => bin2hex($half)] : ['error' => 'over'];
    }

    /** Counts a try before the code is looked at; false once there are no more, or the time is over. */
    private static function countTry($id)
    {
        Db::getInstance()->execute(
            'UPDATE `' . self::table() . '` SET `tries` = `tries` + 1
            WHERE `id` = \'' . pSQL($id) . '\' AND `tries` < ' . (int) self::TRIES . ' AND `expires` > ' . (int) time()
        );

        return 1 === (int) Db::getInstance()->Affected_Rows();
    }

    private static function codeHash($code, $half)
    {
        return hash_hmac('sha256', $code, $half);
    }

    private static function base64url($bytes)
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }

    private static function table()
    {
        return _DB_PREFIX_ . 'comptoir_pairing';
    }
}
