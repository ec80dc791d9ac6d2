/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Zippable } from 'fflate'
import { apacheCorsLines, AUTHORIZATION_LINES } from '@/packing/apacheLines'
import { frenchFile, textsOf } from './translations'

/** PrestaShop's name of the module, and of its folder. */
const NAME = 'comptoir'
const SOURCE = /\.(php|tpl|css)$/

export interface ModuleParts {
  /** Root of the project. */
  root: string
  version: string
  /** The till's files, by path in its folder. */
  till: Readonly<Record<string, Uint8Array>>
  /** Script of the module's page. */
  script: Uint8Array
}

/** The files of the PrestaShop module, by path in its ZIP. */
export function moduleFiles({ root, version, till, script }: ModuleParts): Zippable {
  const folder = join(root, 'src/packing/module')
  const sources = sourcesIn(folder)
  const guard = sources['index.php'] ?? ''
  const texts = Object.entries(sources).flatMap(([path, source]) => textsOf(path, source))
  const written: Record<string, string> = {
    ...sources,
    'translations/fr.php': frenchFile(texts),
    'lines/authorization.txt': AUTHORIZATION_LINES,
    'lines/cors.txt': apacheCorsLines('@origin@'),
    [`upgrade/upgrade-${version}.php`]: upgrade(version),
  }
  const files: Zippable = {}
  for (const [path, text] of Object.entries(written)) {
    files[`${NAME}/${path}`] = new TextEncoder().encode(text.replaceAll('@version@', version))
    // PrestaShop's rules: no folder shows its list of files.
    for (const above of foldersOf(path)) {
      files[`${NAME}/${above}/index.php`] = new TextEncoder().encode(guard)
    }
  }
  files[`${NAME}/views/js/index.php`] = new TextEncoder().encode(guard)
  files[`${NAME}/views/js/comptoir.js`] = script
  files[`${NAME}/logo.png`] = readFileSync(join(root, 'public/icons/icon-192.png'))
  files[`${NAME}/LICENSE`] = readFileSync(join(root, 'LICENSE'))
  for (const [path, bytes] of Object.entries(till)) files[`${NAME}/caisse/${path}`] = bytes
  return files
}

/** PrestaShop calls it once the files of a newer version are there. */
const upgrade = (version: string) => `<?php

if (!defined('_PS_VERSION_')) {
    exit;
}

/** Puts this version's till in its folder. */
function upgrade_module_${version.replaceAll('.', '_')}($module)
{
    return $module->placeTill();
}
`

function foldersOf(path: string): string[] {
  const folders = path.split('/').slice(0, -1)
  return folders.map((_name, index) => folders.slice(0, index + 1).join('/'))
}

function sourcesIn(folder: string, under = ''): Record<string, string> {
  const sources: Record<string, string> = {}
  for (const entry of readdirSync(join(folder, under), { withFileTypes: true })) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`
    if (entry.isDirectory()) Object.assign(sources, sourcesIn(folder, path))
    else if (SOURCE.test(entry.name)) sources[path] = readFileSync(join(folder, path), 'utf8')
  }
  return sources
}
