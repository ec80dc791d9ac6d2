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
 * The till's lines in the shop's .htaccess, before PrestaShop's own block, which leaves what is
 * around it. Every part is skipped where Apache lacks its module.
 */
class ComptoirRules
{
    const BEGIN = '# ~~comptoir~~';
    const END = '# ~~comptoir end~~';

    /** Lines that pass the key on to PHP, and those that let the till's own subdomain read. */
    public static function lines($modulePath, $origin)
    {
        $lines = file_get_contents($modulePath . 'lines/authorization.txt');
        if ('' !== $origin) {
            $cors = file_get_contents($modulePath . 'lines/cors.txt');
            $lines .= str_replace('@origin@', preg_quote($origin, '"'), $cors);
        }

        return $lines;
    }

    /** Whether a text is the origin of an https site, and nothing that could be another rule. */
    public static function isOrigin($text)
    {
        return 1 === preg_match('#^(https://[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?|http://localhost)(:[0-9]{1,5})?$#D', $text);
    }

    public static function areWritten($lines)
    {
        return false !== strpos((string) @file_get_contents(self::path()), self::block($lines));
    }

    /** Writes the lines in the place of earlier ones; false where the file cannot be written. */
    public static function write($lines)
    {
        return self::replace(self::block($lines));
    }

    public static function remove()
    {
        return self::replace('');
    }

    private static function block($lines)
    {
        return self::BEGIN . "\n" . trim($lines) . "\n" . self::END . "\n\n";
    }

    private static function replace($block)
    {
        $before = @file_get_contents(self::path());
        if (false === $before) {
            return false;
        }
        $quoted = preg_quote(self::BEGIN, '/') . '\n.*?' . preg_quote(self::END, '/') . '\s*';
        $after = $block . ltrim((string) preg_replace('/' . $quoted . '/s', '', $before));
        if ($after === $before) {
            return true;
        }
        // Another file first: a disk that is full must not leave the shop without its rules.
        $beside = self::path() . '.comptoir';
        if (strlen($after) !== @file_put_contents($beside, $after, LOCK_EX)) {
            @unlink($beside);

            return false;
        }
        @chmod($beside, fileperms(self::path()) & 0777);
        if (is_writable(self::path()) && @rename($beside, self::path())) {
            return true;
        }
        @unlink($beside);

        return false;
    }

    private static function path()
    {
        return _PS_ROOT_DIR_ . '/.htaccess';
    }
}
