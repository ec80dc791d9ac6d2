import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Engine } from 'php-parser'
import { describe, expect, it } from 'vitest'
import { FRENCH } from '@/packing/module/french'
import { moduleFiles } from '@/packing/module/moduleFiles'
import { textsOf } from '@/packing/module/translations'

const root = fileURLToPath(new URL('../../', import.meta.url))
const files = moduleFiles({
  root,
  version: '1.2.3',
  till: {
    'index.html': new TextEncoder().encode('<title>Comptoir</title>'),
    'mailbox.php': new Uint8Array(readFileSync(`${root}/src/packing/mailbox/mailbox.php`)),
  },
  script: new TextEncoder().encode('draw()'),
})
const paths = Object.keys(files)
const textOf = (path: string) => new TextDecoder().decode(files[path] as Uint8Array)
const php = paths.filter(path => path.endsWith('.php'))
const shown = ['comptoir/comptoir.php', 'comptoir/views/templates/admin/page.tpl'].flatMap(path =>
  textsOf(path, textOf(path)),
)

describe('the ZIP of the module', () => {
  it('is one folder with what PrestaShop looks for, and the till', () => {
    expect(paths.filter(path => !path.startsWith('comptoir/'))).toEqual([])
    for (const path of [
      'comptoir.php',
      'logo.png',
      'LICENSE',
      'controllers/front/pair.php',
      'views/js/comptoir.js',
      'lines/authorization.txt',
      'lines/cors.txt',
      'upgrade/upgrade-1.2.3.php',
      'caisse/index.html',
    ]) {
      expect(paths).toContain(`comptoir/${path}`)
    }
  })

  it('shows the list of no folder, and keeps the till’s own free of PHP but for its mailbox', () => {
    const folders = new Set(paths.map(path => path.split('/').slice(0, -1).join('/')))
    folders.delete('comptoir/caisse')
    for (const folder of folders) expect(paths).toContain(`${folder}/index.php`)
    expect(
      paths.filter(path => path.startsWith('comptoir/caisse/') && path.endsWith('.php')),
    ).toEqual(['comptoir/caisse/mailbox.php'])
  })

  it('carries its version, in the name that PrestaShop calls after an update too', () => {
    expect(textOf('comptoir/comptoir.php')).toContain("$this->version = '1.2.3'")
    expect(textOf('comptoir/upgrade/upgrade-1.2.3.php')).toContain('function upgrade_module_1_2_3(')
    expect(
      paths.filter(path => !path.endsWith('.png') && textOf(path).includes('@version@')),
    ).toEqual([])
  })
})

describe('the PHP of the module', () => {
  const parser = new Engine({ parser: { version: 702, suppressErrors: false } })

  it.each(php)('%s is syntax of PHP 7.2', path => {
    expect(() => parser.parseCode(textOf(path), path)).not.toThrow()
  })

  it('would not pass with syntax of PHP 7.4', () => {
    expect(() => parser.parseCode('<?php $f = fn($x) => $x;', 'x.php')).toThrow()
  })

  it.each(php)('%s ends no list of arguments with a comma, as PHP 7.3 may', path => {
    expect(textOf(path)).not.toMatch(/\w\([^()[\]]*,\s*\)/)
  })

  it.each(php)('%s calls nothing that PHP 7.2 lacks', path => {
    expect(textOf(path)).not.toMatch(
      /\b(str_contains|str_starts_with|str_ends_with|array_key_first|array_key_last|is_countable|array_is_list|json_validate|JSON_THROW_ON_ERROR)\b/,
    )
  })

  it.each(php.filter(path => !/(index|translations\/\w+|caisse\/mailbox)\.php$/.test(path)))(
    '%s does nothing when it is opened by its address',
    path => expect(textOf(path)).toContain("if (!defined('_PS_VERSION_')) {\n    exit;\n}"),
  )
})

describe('the texts of the module', () => {
  it('are found: there are as many as are shown', () => {
    const source = ['comptoir.php', 'views/templates/admin/page.tpl']
      .map(path => readFileSync(`${root}src/packing/module/${path}`, 'utf8'))
      .join('')
    const calls = source.match(/\$this->l\(|\{l s=/g) ?? []
    expect(shown).toHaveLength(calls.length)
  })

  it('are all in French, and no French is left over', () => {
    const english = new Set(shown.map(text => text.english))
    expect(Object.keys(FRENCH).filter(text => !english.has(text))).toEqual([])
    expect([...english].filter(text => !(text in FRENCH))).toEqual([])
  })

  it('keep French punctuation on the line of its word', () => {
    expect(Object.values(FRENCH).filter(text => /\S [?!;:»](?!\/)|« /.test(text))).toEqual([])
  })

  it('are where PrestaShop looks for them', () => {
    const french = textOf('comptoir/translations/fr.php')
    // md5('The till')
    expect(french).toContain("$_MODULE['<{comptoir}prestashop>page_")
    expect(french).toContain("= 'Relier une tablette';")
    expect(french.match(/^\$_MODULE\['/gm)).toHaveLength(shown.length)
  })

  it('hold no sign that would end a text of PHP or of the template', () => {
    for (const [english, french] of Object.entries(FRENCH))
      expect(english + french).not.toMatch(/['\\{}<]/)
  })
})

it('escapes all that the template shows', () => {
  const template = textOf('comptoir/views/templates/admin/page.tpl')
  const values = template.match(/\{\$[^}]+\}/g) ?? []
  expect(values.length).toBeGreaterThan(20)
  expect(values.filter(value => !/\|(escape:'(html':'UTF-8|url)'|intval)\}$/.test(value))).toEqual(
    [],
  )
})
