/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest'
import { FISCAL_FILES, FISCAL_VERSION, fiscalFingerprint } from '@/core/journal/fiscalPart'

const sources = new Map(
  Object.entries(
    import.meta.glob<string>('../../../src/{core,storage,till}/**/*.ts', {
      query: '?raw',
      import: 'default',
      eager: true,
    }),
  ).map(([path, text]) => [path.replace('../../../src/', ''), text]),
)

const files = FISCAL_FILES.map(path => [path, sources.get(path) ?? ''] as const)

const isListed = (path: string) => (FISCAL_FILES as readonly string[]).includes(path)

/** Calls that seal an event, and writes to the tables of the journal. */
const SEALS =
  /\b(?:append\w*|sealEvent|openJournal|continueUnder)(?:<[^>]*>)?\(|\.(?:journal|heads|signatures|keys)\.(?:add|put|bulkAdd|bulkPut|delete|bulkDelete|clear)\b/
const MAKES =
  /(?:\): |=> |Promise<)(?:Result<)?(?:Unnumbered\w+|(?:Sale|Payment|Invoice|Closing|Trace|CashCounted|CashMovement|DrawerOpened)V1)\b/

const matching = (what: RegExp) =>
  [...sources].flatMap(([path, text]) => (what.test(text) ? path : []))
const sealing = matching(SEALS)
const making = matching(MAKES)

/** Core files used by the fiscal part that change no sealed event, each with the reason. */
const LEAVES_NOTHING: Record<string, string> = {
  'core/orders/orderCustomization.ts': 'what a customer asked is kept beside the sealed sale',
  'core/assert.ts': 'stops what is a mistake of our own',
  'core/errors.ts': 'names why nothing is sealed',
  'core/backup/chains.ts': 'checks what a backup brings, which was sealed before',
  'core/backup/eventShapes.ts': 'checks what a backup brings',
  'core/backup/records.ts': 'checks what a backup brings',
  'core/backup/rowShapes.ts': 'checks what a backup brings',
  'core/backup/totalShapes.ts': 'checks what a backup brings',
  'core/journal/copyName.ts': 'names the files of a copy of what was sealed before',
  'core/journal/copyRecords.ts': 'writes and reads a copy of what was sealed before',
  'core/catalogue/article.ts': 'says whether an article may be sold',
  'core/catalogue/departmentTree.ts': 'finds the departments below one',
  'core/catalogue/search.ts': 'compares names of people',
  'core/catalogue/wordList.ts': 'is of the search',
  'core/scanning/articleCode.ts': 'compares the codes of articles',
  'core/scanning/checkDigit.ts': 'compares the codes of articles',
  'core/scanning/gs1.ts': 'compares the codes of articles',
  'core/scanning/gtin.ts': 'compares the codes of articles',
  'core/people/failedTries.ts': 'makes a PIN wait',
  'core/people/pin.ts': 'says what a PIN is',
  'core/people/recoveryCode.ts': 'says what a recovery code is',
  'core/ticket/freePrice.ts': 'names a department by its article',
  'core/ticket/keptTicket.ts': 'reads a kept ticket',
  'core/ticket/parking.ts': 'lists parked tickets',
}

/** Core files from which the given files import values, directly or through other core files. */
function coreUsedBy(paths: readonly string[]): string[] {
  const used = new Set<string>()
  const waiting = [...paths]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    for (const target of valuesImported(path)) {
      if (!target.startsWith('core/') || used.has(target)) continue
      used.add(target)
      waiting.push(target)
    }
  }
  return [...used]
}

function valuesImported(path: string): string[] {
  const here = path.split('/').slice(0, -1).join('/')
  const imports = (sources.get(path) ?? '').matchAll(/^import (?!type )([^']*?)from '([^']+)'/gm)
  return [...imports].flatMap(([, names = '', target = '']) => {
    const isOfTypes = names
      .replace(/[{}\s]/g, '')
      .split(',')
      .every(one => one === '' || one.startsWith('type'))
    const file = `${target.startsWith('@/') ? target.slice(2) : target.replace('./', `${here}/`)}.ts`
    return !isOfTypes && sources.has(file) ? file : []
  })
}

describe('the fiscal part', () => {
  it('is made of files that exist, each once', () => {
    expect(FISCAL_FILES.filter(path => !sources.has(path))).toEqual([])
    expect(new Set(FISCAL_FILES).size).toBe(FISCAL_FILES.length)
  })

  it('contains every sealed shape', () => {
    const shapes = [...sources.keys()].filter(path => path.startsWith('core/journal/events/'))
    expect(FISCAL_FILES).toEqual(expect.arrayContaining(shapes))
  })

  it('contains every file that seals an event or writes the journal', () => {
    expect(sealing.length).toBeGreaterThan(20)
    expect(sealing.filter(path => !isListed(path))).toEqual([])
  })

  it('contains every file that makes a sealed event', () => {
    expect(making.length).toBeGreaterThan(3)
    expect(making.filter(path => !isListed(path))).toEqual([])
  })

  it('contains the core files they use, except those that change no event', () => {
    const used = coreUsedBy([...sealing, ...making])
    expect(used.length).toBeGreaterThan(40)
    expect(used.filter(path => !isListed(path) && !(path in LEAVES_NOTHING))).toEqual([])
    expect(
      Object.keys(LEAVES_NOTHING).filter(path => isListed(path) || !sources.has(path)),
    ).toEqual([])
  })

  /**
   * Fails when one of the files changes. After an intended change, `-u` records the new
   * fingerprint.
   */
  it('has the recorded fingerprint', async () => {
    const recorded = { version: FISCAL_VERSION, fingerprint: fiscalFingerprint(files) }
    const text = `${JSON.stringify(recorded, null, 2)}\n`
    await expect(text).toMatchFileSnapshot('./fiscalPart.json')
  })

  it('has the fingerprint that the build shows', () => {
    expect(__FISCAL_FINGERPRINT__).toBe(fiscalFingerprint(files))
  })

  it('has another fingerprint when text, path or order changes, but not with the line ends', () => {
    const of = (...texts: string[]) =>
      fiscalFingerprint(texts.map((text, index) => [`${index}.ts`, text]))
    expect(of('a\nb', 'c')).toBe(of('a\r\nb', 'c'))
    const others = [of('a\nb', 'd'), of('c', 'a\nb'), fiscalFingerprint([['x.ts', 'a\nb']])]
    expect(others).not.toContain(of('a\nb', 'c'))
  })
})
