import { createHash } from 'node:crypto'
import { FRENCH } from './french'

/** One text of the module's sources, and the part of them where PrestaShop looks for its translation. */
interface SourceText {
  english: string
  part: string
}

const IN_PHP = /\$this->l\('([^'\\]*)'\)/g
const IN_TEMPLATE = /\{l s='([^'\\]*)'[^}]* mod='comptoir'\}/g

/** Texts that a source of the module shows; `path` is its path in the module. */
export function textsOf(path: string, source: string): SourceText[] {
  const name = path.split('/').at(-1) ?? ''
  const isTemplate = name.endsWith('.tpl')
  // PrestaShop: texts of the module's classes are looked for under the module's own name.
  const part = isTemplate ? name.replace(/\.tpl$/, '') : 'comptoir'
  return [...source.matchAll(isTemplate ? IN_TEMPLATE : IN_PHP)].map(([, english = '']) => ({
    english,
    part,
  }))
}

/** The module's French, as PrestaShop reads it: by the MD5 of each English text. */
export function frenchFile(texts: readonly SourceText[]): string {
  const lines = texts.map(({ english, part }) => {
    const french = FRENCH[english]
    if (french === undefined) throw new Error(`no French for: ${english}`)
    const key = createHash('md5').update(english).digest('hex')
    return `$_MODULE['<{comptoir}prestashop>${part}_${key}'] = '${french}';`
  })
  return `<?php\n\nglobal $_MODULE;\n$_MODULE = [];\n${[...new Set(lines)].join('\n')}\n`
}
