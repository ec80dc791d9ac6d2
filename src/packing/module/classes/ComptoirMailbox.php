<?php
/**
 * @author    Comptoir
 * @copyright Comptoir
 * @license   https://opensource.org/licenses/MIT MIT License
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

/** Tables of the mailbox of the till's folder (mailbox.php), which makes them when devices share. */
class ComptoirMailbox
{
    const TABLES = ['mailbox', 'stream', 'block', 'claim'];

    /** The devices keep all that was in it. */
    public static function dropTables()
    {
        foreach (self::TABLES as $table) {
            if (!Db::getInstance()->execute('DROP TABLE IF EXISTS `' . _DB_PREFIX_ . 'comptoir_' . $table . '`')) {
                return false;
            }
        }

        return true;
    }
}
