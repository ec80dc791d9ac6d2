<?php
/**
 * @author    Comptoir
 * @copyright Comptoir
 * @license   https://opensource.org/licenses/MIT MIT License
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

/** The till's files: at the root of the shop where that can be written, else in the module itself. */
class ComptoirFolder
{
    const NAME = 'caisse';
    /** Lists the files that this module put there, so that nothing else is ever removed. */
    const LISTING = '.comptoir.json';

    /** Copies the till to the root of the shop; true also where it has to stay in the module. */
    public static function place($source, $version)
    {
        $target = self::rootPath();
        $before = self::listing();
        // A folder of that name which is not the till's is somebody else's.
        if (null === $before && file_exists($target) && !self::isTill($target)) {
            return true;
        }
        $isKept = null === $before ? file_exists($target) : $before['isKept'];
        $files = self::filesUnder($source, '');
        foreach ($files as $file) {
            if (!self::copyFile($source . '/' . $file, $target . '/' . $file)) {
                if (null === $before && !$isKept) {
                    self::removeFiles($files);
                }

                return true;
            }
        }
        self::removeFiles(array_diff(null === $before ? [] : $before['files'], $files));
        $listing = ['version' => $version, 'isKept' => $isKept, 'files' => array_values($files)];
        file_put_contents($target . '/' . self::LISTING, json_encode($listing), LOCK_EX);

        return true;
    }

    /** Removes what this module put at the root of the shop; a till that was there before stays. */
    public static function remove()
    {
        $listing = self::listing();
        if (null === $listing) {
            return;
        }
        if (!$listing['isKept']) {
            self::removeFiles($listing['files']);
        }
        @unlink(self::rootPath() . '/' . self::LISTING);
        @rmdir(self::rootPath());
    }

    public static function isAtRoot()
    {
        return null !== self::listing();
    }

    /** Version at the root of the shop, if the till is there. */
    public static function version()
    {
        $listing = self::listing();

        return null === $listing ? null : $listing['version'];
    }

    /** Where the till's files are, on the disk. */
    public static function path($modulePath)
    {
        return self::isAtRoot() ? self::rootPath() : $modulePath . self::NAME;
    }

    private static function rootPath()
    {
        return _PS_ROOT_DIR_ . '/' . self::NAME;
    }

    private static function isTill($folder)
    {
        $manifest = @file_get_contents($folder . '/manifest.webmanifest');

        return false !== $manifest && false !== strpos($manifest, '"Comptoir"');
    }

    private static function listing()
    {
        $text = @file_get_contents(self::rootPath() . '/' . self::LISTING);
        $listing = false === $text ? null : json_decode($text, true);

        return isset($listing['files'], $listing['version'], $listing['isKept']) && is_array($listing['files']) ? $listing : null;
    }

    private static function filesUnder($folder, $prefix)
    {
        $files = [];
        foreach (array_diff(scandir($folder), ['.', '..']) as $name) {
            if (is_dir($folder . '/' . $name)) {
                $files = array_merge($files, self::filesUnder($folder . '/' . $name, $prefix . $name . '/'));
            } else {
                $files[] = $prefix . $name;
            }
        }

        return $files;
    }

    private static function copyFile($from, $to)
    {
        return (is_dir(dirname($to)) || @mkdir(dirname($to), 0755, true)) && @copy($from, $to);
    }

    /** Removes files of the till's folder, then the folders that are empty. */
    private static function removeFiles(array $files)
    {
        $folders = [self::rootPath() => true];
        foreach ($files as $file) {
            if (!is_string($file) || false !== strpos($file, '..')) {
                continue;
            }
            @unlink(self::rootPath() . '/' . $file);
            for ($folder = dirname($file); '.' !== $folder; $folder = dirname($folder)) {
                $folders[self::rootPath() . '/' . $folder] = true;
            }
        }
        krsort($folders);
        foreach (array_keys($folders) as $folder) {
            @rmdir($folder);
        }
    }
}
