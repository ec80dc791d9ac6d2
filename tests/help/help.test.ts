import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allTexts } from '../messages/everyLanguage'
import { FRENCH as MODULE } from '@/packing/module/french'
import { ENGLISH } from '@/verifier/english'
import { FRENCH } from '@/verifier/french'

const LONGEST_README = 150
const LONGEST_PAGE = 119
/** Drawn on buttons, or the name of what a file is; no message of the till. */
const SYMBOLS = ['⋯', '−', '+', '×', '%', '€']

const LANGUAGES = [
  { language: 'fr', words: [allTexts.fr, FRENCH, MODULE] },
  { language: 'en', words: [allTexts.en, ENGLISH, Object.keys(MODULE)] },
] as const

const folderOf = (language: string) => `src/help/${language}`
const namesIn = (language: string) =>
  readdirSync(folderOf(language))
    .filter(name => name.endsWith('.md'))
    .sort()
const pagesOf = (language: string) => namesIn(language).map(name => join(folderOf(language), name))
const read = (path: string) => readFileSync(path, 'utf8')
const lineCount = (text: string) => text.trimEnd().split('\n').length
const pages = LANGUAGES.flatMap(({ language }) => pagesOf(language))

/** Text of a page without the code in it. */
const proseOf = (text: string) =>
  text
    .split('\n')
    .filter(line => !line.startsWith('    '))
    .join('\n')
    .replace(/`[^`]*`/g, '')

describe.each(LANGUAGES)('what the law asks, in $language', ({ language }) => {
  const page = read(`${folderOf(language)}/conformite.md`)
  const rows = page.split('\n').filter(line => /^\| R\d+ \|/.test(line))

  it('answers each requirement of the law once, in order', () => {
    expect(rows.map(row => row.split(' ')[1])).toEqual(
      Array.from({ length: 27 }, (_none, index) => `R${index + 1}`),
    )
  })

  it('shows each of them by a test, and promises none for later', () => {
    const shownBy = (row: string) => row.match(/`tests\/[^`]+\.ts`/g) ?? []
    expect(rows.filter(row => shownBy(row).length === 0)).toEqual([])
    expect(rows.filter(row => /à venir|to come/i.test(row))).toEqual([])
  })

  it('names tests that exist', () => {
    const named = [...page.matchAll(/`(tests\/[\w./-]+\.(?:test|e2e)\.ts)`/g)].map(
      match => match[1],
    )
    expect(named.length).toBeGreaterThan(40)
    expect(named.filter(path => path && !existsSync(path))).toEqual([])
  })
})

it('keeps README short enough to be read', () => {
  expect(lineCount(read('README.md'))).toBeLessThanOrEqual(LONGEST_README)
})

it('says the same pages in both languages', () => {
  expect(namesIn('en')).toEqual(namesIn('fr'))
})

it.each(pages)('%s is short, and begins with its title', path => {
  const text = read(path)
  expect(lineCount(text)).toBeLessThanOrEqual(LONGEST_PAGE)
  expect(text).toMatch(/^# \S.*\n\n\S/)
})

it.each(['README.md', 'src/README.md', ...pages])('%s links to files that exist', path => {
  const links = [...read(path).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)|<img src="([^"]+)"/g)].flatMap(
    ([, link, picture]) => {
      const target = link ?? picture ?? ''
      return /^[a-z]+:/.test(target) ? [] : target
    },
  )
  expect(links.filter(target => !existsSync(join(dirname(path), target)))).toEqual([])
})

describe.each(LANGUAGES)('the manual in $language', ({ language, words }) => {
  it('is found whole from its table of contents', () => {
    const contents = read(`${folderOf(language)}/sommaire.md`)
    const others = namesIn(language).filter(name => name !== 'sommaire.md')
    expect(others.filter(name => !contents.includes(`](${name})`))).toEqual([])
  })

  const isShown = shownBy(words)
  it.each(pagesOf(language))('%s names in italics only what the till shows', path => {
    const named = [...proseOf(read(path)).matchAll(/(?<![*\w])\*([^*\s][^*]*)\*(?!\*)/g)]
    const parts = named.flatMap(([, words = '']) => words.replace(/\s+/g, ' ').split(' > '))
    expect(parts.filter(part => !isShown(part))).toEqual([])
  })
})

/** Whether a text is a message of the till, whatever stands where it has a value. */
function shownBy(messages: readonly object[]): (text: string) => boolean {
  const shown = messages.flatMap(textsOf).flatMap(text => text.split(' | '))
  const plain = new Set([...SYMBOLS, ...shown.map(spaced)])
  const filled = shown
    .filter(text => text.includes('{') && hasWord(text))
    .map(text => new RegExp(`^${patternOf(spaced(text))}$`))
  return text => plain.has(text) || filled.some(pattern => pattern.test(text))
}

function textsOf(messages: object): string[] {
  return Object.values(messages).flatMap((one: unknown) => {
    if (typeof one === 'string') return [one]
    return typeof one === 'object' && one !== null ? textsOf(one) : []
  })
}

/** A message that is almost all values would stand for any text. */
const hasWord = (text: string) => /\p{L}{3}/u.test(text.replace(/\{\w+\}/g, ' '))

/** With plain spaces: a page is typed without those that hold two words together. */
const spaced = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

const patternOf = (text: string) =>
  text
    .split(/\{\w+\}/)
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.+')
