<?php
/**
 * @author    Comptoir
 * @copyright Comptoir
 * @license   https://opensource.org/licenses/MIT MIT License
 */
header('Cache-Control: no-store');
header('Location: ../');
exit;
