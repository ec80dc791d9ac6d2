import { strToU8, zipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { journalOf } from '../support/anyJournal'
import { pack, textIn, unpack, withFile } from '../support/archives'
import { anOpenDevice, backUp, restore, sell } from '../support/backup'
import {
  aCustomer,
  anArticle,
  aTender,
  aTicket,
  aTill,
  CONTEXT,
  quickHash,
} from '../support/factory'
import { signed, store, withClosings } from '../support/signedJournal'
import { NO_FIELDS } from '@/core/customers/customer'
import { BackupReader } from '@/core/backup/records'
import { isSale } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'
import { textCell } from '@/core/reports/exports/table'
import { readingsOfText } from '@/core/scanning/readings'
import { soundLine, soundText } from '@/core/text'
import { parseShopJson } from '@/prestashop/decode/shopJson'
import { decodeRights } from '@/prestashop/decode/rights'
import { readEntriesAfter } from '@/storage/journal/journal'
import { checkArchive as checkInTill } from '@/till/archive/checkArchive'
import { makeArchive } from '@/till/archive/makeArchive'
import { keepCustomer } from '@/till/customers/customers'
import { recordTrace } from '@/till/journal/recordTrace'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { addMember } from '@/till/people/team'
import { csvFile } from '@/till/reports/csv'
import { keepSetting, readSetting } from '@/till/settings/settings'
import { keepDraft, resumeDraft } from '@/till/ticket/keepDraft'
import { checkArchive } from '@/verifier/checkArchive'
import { ENGLISH } from '@/verifier/english'
import { FRENCH } from '@/verifier/french'
import { newestFirst } from '@/verifier/manifest'
import type { Report } from '@/verifier/report'
import { factLines, sentenceOf, verdictOf, visibleText } from '@/verifier/texts'

const SOUND = /^(?:[^\p{Surrogate}\p{Control}\u202a-\u202e\u2066-\u2069]|[\n\t\u001d])*$/u
const BAD: [string, string][] = [
  ['half a character', 'Miel \ud83d'],
  ['the other half', '\udc1dMiel'],
  ['both, the wrong way round', '\udc1d\ud83d'],
  ['NUL', 'Mi\u0000el'],
  ['an escape sequence', '\u001b[31mMiel'],
  ['a C1 control', 'Mi\u009bel'],
  ['text turned round', 'Miel \u202eleiM'],
  ['no character', 'Miel \uffff'],
]

describe('a text is made sound where it enters, and no sale stops at it', () => {
  /** Every way in, and what the till then holds. */
  const ENTRANCES: Record<string, (text: string) => Promise<string> | string> = {
    'the shop, in JSON': text => {
      const parsed = parseShopJson(`{"name":${JSON.stringify(text)}}`) as { name: string }
      return soundLine(parsed.name, 500)
    },
    'the shop, in XML': text => {
      const name = text.replace(/[\u0000-\uffff]/g, one => `&#${one.charCodeAt(0)};`)
      const root = `<prestashop><api shopName="${name}"><products get="true"/></api></prestashop>`
      return decodeRights(root)?.shopName || 'none'
    },
    'the name on a line of a ticket': async text => {
      const till = aTill()
      await openTill(till)
      const ticket = aTicket([anArticle({ name: text })])
      const sold = await sellTicket(till, ticket, [aTender(1_548)], CONTEXT)
      if (!sold.ok) throw new Error(sold.error.code)
      // A second press finds the same sale.
      expect((await sellTicket(till, ticket, [aTender(1_548)], CONTEXT)).ok).toBe(true)
      const entries = await readEntriesAfter(till.tillDb, 'A', 0, 10)
      return entries.flatMap(one => (isSale(one) ? one.event.lines : []))[0]?.name ?? '?'
    },
    'the note of a ticket': async text => {
      const till = aTill()
      await openTill(till)
      const ticket = { ...aTicket(), note: text }
      const sold = await sellTicket(till, ticket, [aTender(1_548)], CONTEXT)
      return sold.ok ? sold.value.event.note : sold.error.code
    },
    'the name of a payment method': async text => {
      const till = aTill()
      await openTill(till)
      const tender = { ...aTender(1_548), name: text }
      const sold = await sellTicket(till, aTicket(), [tender], CONTEXT)
      return sold.ok ? (sold.value.event.tenders[0]?.name ?? '') : sold.error.code
    },
    'the name of who serves': async text => {
      const till = aTill()
      await openTill(till)
      const user = { userId: '', name: text }
      const sold = await sellTicket(till, aTicket(), [aTender(1_548)], { ...CONTEXT, user })
      return sold.ok ? sold.value.event.user.name : sold.error.code
    },
    'a ticket kept for later': async text => {
      const till = aTill()
      await keepDraft(till, { ...aTicket([anArticle()], 'ticket-9'), name: text })
      return (await resumeDraft(till)).name
    },
    'a customer': async text => {
      const kept = await keepCustomer(aTill(), { ...NO_FIELDS, note: text }, null)
      return kept.ok ? kept.value.note : kept.error.code
    },
    'a customer of an import': async text => {
      const { tillDb } = aTill()
      await tillDb.customers.add(aCustomer({ name: text }))
      return (await tillDb.customers.toArray())[0]?.name ?? ''
    },
    'an article of the owner': async text => {
      const { tillDb } = aTill()
      await tillDb.ownArticles.put(anArticle({ name: text }))
      return (await tillDb.ownArticles.toArray())[0]?.name ?? ''
    },
    'a setting': async text => {
      const till = aTill()
      await keepSetting(till, 'seller', { name: text })
      return (await readSetting(till, 'seller'))?.name ?? ''
    },
    'a member of the team': async text => {
      const till = aTill()
      await openTill(till)
      const wanted = { name: text, role: 'owner' as const, pin: '491827' }
      await addMember(till, quickHash, NOBODY, wanted)
      return (await till.tillDb.users.toArray())[0]?.name ?? ''
    },
    'the reason in a trace': async text => {
      const till = aTill()
      await openTill(till)
      await recordTrace(till, NOBODY, 'ticket-cancelled', { reason: text })
      const last = (await readEntriesAfter(till.tillDb, 'A', 0, 10)).at(-1)
      return last?.event.kind === 'trace' ? String(last.event.detail.reason) : ''
    },
    'a scan': text => readingsOfText(text)[0]?.text ?? '',
    'a row of a backup': text => {
      const reader = new BackupReader()
      const about = {
        version: 1,
        space: 'shop',
        till: 'A',
        madeAt: '',
        software: { name: '', version: '' },
      }
      reader.read(JSON.stringify(['about', about]))
      reader.read(JSON.stringify(['customer', aCustomer({ name: text })]))
      reader.read('["end",1]')
      return reader.finish().rows.customer[0]?.name ?? ''
    },
  }
  const tricks = Object.keys(ENTRANCES).flatMap(entrance =>
    BAD.map(([what, text]): [string, string, string] => [entrance, what, text]),
  )
  it.each(tricks)('%s: %s', async (entrance, _what, text) => {
    const held = await ENTRANCES[entrance]?.(text)
    expect(held).not.toBe('')
    expect(held).toMatch(SOUND)
  })

  it.each([
    ['an emoji', 'Miel 🐝'],
    ['lines', 'Une\nDeux\tTrois'],
    ['a code of GS1', ']d20112345678901231\u001d10A'],
    ['Arabic', 'عسل'],
    ['a family of emojis', '👨‍👩‍👧'],
  ])('while %s stays as it is', (_what, text) => expect(soundText(text)).toBe(text))

  it('a text that is too long is not cut inside a character', () => {
    expect(soundLine(`${'a'.repeat(9)}🐝`, 10)).toBe('a'.repeat(9))
  })
})

describe('no cell of a table is a formula, whoever reads it', () => {
  const FORMULAS = ['=1+1', '@SUM(A1)', '+A1', '-2+3+cmd', '＝1+1', "=cmd|' /C calc'!A0"]
  const AROUND: [string, (formula: string) => string][] = [
    ['alone', formula => formula],
    ['after a comma', formula => `a,${formula}`],
    ['after a semicolon', formula => `a;${formula}`],
    ['after a tab', formula => `a\t${formula}`],
    ['on a second line', formula => `a\n${formula}`],
    ['after a return', formula => `a\r${formula}`],
    ['after a comma and a blank', formula => `a, ${formula}`],
    ['after a quote', formula => `a,"${formula}`],
    ['behind a tab', formula => `\t${formula}`],
  ]
  const tricks = AROUND.flatMap(([where, around]) =>
    FORMULAS.map((formula): [string, string] => [where, around(formula)]),
  )
  it.each(tricks)('%s: %j', (_where, text) => {
    const csv = csvFile([['x', textCell(text), '12,50']])
    expect(csv.startsWith('\uFEFF"x";"')).toBe(true)
    for (const cell of csv.slice(1).split(/[;,\t\r\n]/)) {
      expect(cell.replace(/^[\s"]+/, '')).not.toMatch(/^(?:[=@＝]|[+-](?![\d,]+"?$))/)
    }
  })

  it('figures stay figures', () => {
    expect(csvFile([['-12,50', '3', 'Miel']])).toBe('\uFEFF-12,50;3;"Miel"\r\n')
  })
})

describe('a crafted archive ends in a sentence', () => {
  let archive: Uint8Array<ArrayBuffer>
  let files: Record<string, Uint8Array>
  let manifest: Record<string, unknown>
  beforeAll(async () => {
    const ticket = aTicket()
    const sale = { kind: 'sale' as const, ticket, overCents: 0, training: false, isWeb: false }
    const journal = await signed(withClosings(journalOf([sale])))
    const context = aTill()
    await store(context.tillDb, journal)
    const options = { verifierPage: null, onProgress: () => undefined }
    const made = await makeArchive(context, NOBODY, { from: null, to: null }, options)
    if (!made.ok) throw new Error(made.error.code)
    archive = new Uint8Array(await made.value.blob.arrayBuffer())
    files = unpack(archive)
    manifest = JSON.parse(textIn(files, 'manifest.json')) as Record<string, unknown>
  })

  /** What all three verifiers show of a report, in both languages. */
  function expectTold(report: Report): void {
    expect(report.isSound).toBe(false)
    for (const texts of [FRENCH, ENGLISH]) {
      const lines = [
        verdictOf(report, texts),
        ...[...report.faults, ...report.notes].map(one => sentenceOf(one, texts)),
        ...factLines(report, texts).flat(),
      ]
      for (const line of lines) expect(line).toMatch(/^[^\p{Surrogate}\p{Control}\u202a-\u202e]+$/u)
    }
  }

  it('while the till’s own is sound', async () => {
    expect((await checkArchive(archive)).faults).toEqual([])
    expect((await checkArchive(pack(files))).faults).toEqual([])
  })

  const WRONG: unknown[] = [
    null,
    1,
    -1,
    1.5,
    1e308,
    true,
    '',
    'x'.repeat(10_000),
    [],
    {},
    [null],
    '\u001b[2J',
  ]
  const FIELDS = [
    'till',
    'journalId',
    'keyFingerprint',
    'period',
    'firstEntry',
    'lastEntry',
    'count',
    'previousSeal',
    'lastSeal',
    'madeAt',
    'files',
    'signedBy',
  ]
  const tricks = FIELDS.flatMap(field =>
    WRONG.map((value, index): [string, number, unknown] => [field, index, value]),
  )
  it.each(tricks)('manifest: %s is wrong (%i)', async (field, _index, value) => {
    const crafted = strToU8(JSON.stringify({ ...manifest, [field]: value }))
    const bytes = pack({ ...files, 'manifest.json': crafted })
    newestFirst([bytes, archive])
    const report = await checkArchive(bytes, { earlier: [archive, bytes] })
    if (!(field === 'signedBy' && value === null)) expectTold(report)
    else expect(report.faults.map(({ code }) => code)).toContain('manifest-not-signed')
  })

  it.each([
    ['days that are none', { from: '2026', to: '9999-99-99x' }],
    ['days that are numbers', { from: 1, to: 2 }],
    ['an escape sequence', { from: '\u001b]0;x\u0007', to: null }],
  ])('period: %s', async (_name, period) => {
    const crafted = strToU8(JSON.stringify({ ...manifest, period }))
    expectTold(await checkArchive(pack({ ...files, 'manifest.json': crafted })))
  })

  const LINES: [string, string][] = [
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an entry that is null', '{"entry":null,"signature":null}'],
    ['an event that is null', '{"entry":{"number":1,"event":null},"signature":null}'],
    ['a number beyond all', '{"entry":{"number":1e999,"event":{"kind":"sale"}},"signature":null}'],
    ['a kind that is none', '{"entry":{"number":1,"event":{"kind":"__proto__"}},"signature":null}'],
    [
      'a seal that is a list',
      '{"entry":{"number":1,"seal":[],"event":{"kind":"sale"}},"signature":""}',
    ],
    [
      'a closing of nothing',
      '{"entry":{"number":2,"event":{"kind":"closing","period":"day"}},"signature":null}',
    ],
    [
      'a link that is true',
      '{"entry":{"number":1,"event":{"kind":"journal-opened","continues":true}},"signature":null}',
    ],
    [
      'lists a hundred thousand deep',
      `{"entry":{"number":1,"event":{"kind":"sale","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}},"signature":null}`,
    ],
    ['a line of 9 MB', `{"entry":{"x":"${'a'.repeat(9_000_000)}"}}`],
    ['a million empty lines', '\n'.repeat(1_000_000)],
  ]
  const places = ['entries.jsonl', 'context.jsonl'].flatMap(name =>
    LINES.map(([what, line]): [string, string, string] => [name, what, line]),
  )
  it.each(places)(
    '%s: %s',
    async (name, _what, line) => {
      expectTold(await checkArchive(withFile(files, name, `${line}\n`)))
      expectTold(await checkArchive(withFile(files, name, `${textIn(files, name)}${line}\n`)))
    },
    60_000,
  )

  it('entries of 600 MB end in a sentence, in the till, too', async () => {
    const packed = zipSync(
      { ...files, 'entries.jsonl': new Uint8Array(600_000_000).fill(0x61) },
      { level: 1 },
    )
    const report = await checkArchive(packed)
    expectTold(report)
    expect(report.faults.map(({ code }) => code)).toContain('line-unreadable')
    const till = aTill()
    await openTill(till)
    const nothing = () => undefined
    expectTold(await checkInTill(till, NOBODY, new Blob([packed]), '', nothing))
  })

  /** Changes numbers of the ZIP's own records: of the directory, and of each file's header. */
  function altered(change: (view: DataView, central: number, local: number) => void) {
    const bytes = pack(files)
    const view = new DataView(bytes.buffer)
    const end = bytes.length - 22
    const central = view.getUint32(end + 16, true)
    change(view, central, view.getUint32(central + 42, true))
    return bytes
  }
  const joined = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap(part => [...part]))
  const named = (name: string) => pack({ ...files, [name]: strToU8('x') })
  const ODD: [string, string, () => Uint8Array<ArrayBuffer>][] = [
    [
      'a symbolic link',
      'zip-file-odd',
      () => altered((view, at) => view.setUint32(at + 38, 0xa1ff0000, true)),
    ],
    ['a folder', 'zip-file-odd', () => altered((view, at) => view.setUint32(at + 38, 0x10, true))],
    [
      'a device',
      'zip-file-odd',
      () => altered((view, at) => view.setUint32(at + 38, 0x60000000, true)),
    ],
    [
      'an encrypted file',
      'zip-file-odd',
      () =>
        altered((view, at, local) => {
          view.setUint16(at + 8, 1, true)
          view.setUint16(local + 6, 1, true)
        }),
    ],
    [
      'encrypted in one header alone',
      'zip-file-odd',
      () => altered((view, at) => view.setUint16(at + 8, 1, true)),
    ],
    [
      'a masked header',
      'zip-file-odd',
      () => altered((view, at) => view.setUint16(at + 8, 0x2000, true)),
    ],
    [
      'another packing',
      'zip-file-odd',
      () =>
        altered((view, at, local) => {
          view.setUint16(at + 10, 12, true)
          view.setUint16(local + 8, 12, true)
        }),
    ],
    ['a false size', 'zip-file-odd', () => altered((view, at) => view.setUint32(at + 24, 7, true))],
    [
      'a size of 4 GB',
      'file-missing',
      () =>
        altered((view, at, local) => {
          view.setUint32(at + 24, 0xfffffffe, true)
          view.setUint32(local + 22, 0xfffffffe, true)
        }),
    ],
    [
      'ZIP64',
      'zip-file-odd',
      () =>
        altered((view, at, local) => {
          view.setUint32(at + 24, 0xffffffff, true)
          view.setUint32(local + 22, 0xffffffff, true)
        }),
    ],
    [
      'a false digest',
      'zip-file-odd',
      () => altered((view, at) => view.setUint32(at + 16, 7, true)),
    ],
    [
      'another name in the header',
      'zip-file-odd',
      () => altered((view, _at, local) => view.setUint8(local + 30, 0x7a)),
    ],
    [
      'a place behind the end',
      'zip-unreadable',
      () => altered((view, at) => view.setUint32(at + 42, 0x7fffffff, true)),
    ],
    ['bytes before', 'zip-', () => joined(strToU8('#!/bin/sh\n'), pack(files))],
    ['bytes behind', 'zip-hidden-bytes', () => joined(pack(files), strToU8('<script>'))],
    [
      'a second directory behind',
      'zip-',
      () => joined(pack(files), pack({ 'x.txt': strToU8('x') })),
    ],
    [
      'a file that the directory hides',
      'zip-',
      () =>
        altered((view, at) => {
          const end = view.byteLength - 22
          const next = at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true)
          view.setUint32(end + 16, next, true)
          view.setUint16(end + 8, view.getUint16(end + 8, true) - 1, true)
          view.setUint16(end + 10, view.getUint16(end + 10, true) - 1, true)
        }),
    ],
    [
      'more files than there are',
      'zip-unreadable',
      () => altered(view => view.setUint16(view.byteLength - 12, 900, true)),
    ],
    [
      'several disks',
      'zip-hidden-bytes',
      () => altered(view => view.setUint16(view.byteLength - 18, 3, true)),
    ],
    [
      'a comment',
      'zip-hidden-bytes',
      () => {
        const bytes = pack(files)
        new DataView(bytes.buffer).setUint16(bytes.length - 2, 2, true)
        return joined(bytes, strToU8('hi'))
      },
    ],
    ['a path upwards', 'zip-file-odd', () => named('../x.txt')],
    ['a path from the root', 'zip-file-odd', () => named('/etc/passwd')],
    ['a path of Windows', 'zip-file-odd', () => named('C:\\x.txt')],
    ['a path with backslashes', 'zip-file-odd', () => named('..\\x.txt')],
    ['a name with an escape sequence', 'zip-file-odd', () => named('\u001b[2Jx')],
    ['a name turned round', 'zip-file-odd', () => named('a\u202etxt.exe')],
    ['a hidden file', 'zip-file-odd', () => named('.htaccess')],
    ['a file that nobody lists', 'file-not-listed', () => named('x.txt')],
    ['half of it', 'zip-unreadable', () => pack(files).slice(0, 2_000)],
    ['nothing', 'zip-unreadable', () => new Uint8Array()],
    ['an end alone', 'zip-unreadable', () => pack({}).slice()],
  ]
  it.each(ODD)('ZIP: %s', async (_name, code, craft) => {
    const report = await checkArchive(craft())
    expectTold(report)
    expect(
      report.faults.some(fault => fault.code.startsWith(code)),
      JSON.stringify(report.faults),
    ).toBe(true)
  })

  it('the same name twice is no archive', async () => {
    const text = Buffer.from(pack(files)).toString('latin1')
    const twice = Buffer.from(text.replaceAll('lignes.csv', 'ventes.csv'), 'latin1')
    expect((await checkArchive(new Uint8Array(twice))).faults[0]?.code).toBe('zip-unreadable')
  })
})

describe('what an archive says is shown, never obeyed', () => {
  it.each([
    ['an escape sequence', '\u001b[31mx', '\\u{1b}[31mx'],
    ['a title of the terminal', '\u001b]0;x\u0007', '\\u{1b}]0;x\\u{7}'],
    ['a C1 sequence', '\u009b2J', '\\u{9b}2J'],
    ['a return over the line', 'faux\rvrai', 'faux\\u{d}vrai'],
    ['a backspace', 'a\b', 'a\\u{8}'],
    ['text turned round', 'a\u202eb', 'a\\u{202e}b'],
    ['an isolate', 'a\u2066b', 'a\\u{2066}b'],
    ['no width', 'a\u200bb', 'a\\u{200b}b'],
    ['half a character', 'a\ud800', 'a\\u{d800}'],
    ['a tag', 'a\u{e0041}', 'a\\u{e0041}'],
  ])('%s', (_name, text, shown) => expect(visibleText(text)).toBe(shown))
})

describe('a crafted backup is refused with its sentence, and nothing of it is written', () => {
  it.each([
    ['nothing', ''],
    ['a ZIP', 'PK\u0003\u0004'],
    ['its first bytes alone', 'COMPTOIR BACKUP\n'],
    ['a header of 4 GB', 'COMPTOIR BACKUP\n\u007f\u007f\u007f\u007f{}'],
    ['a header that is none', 'COMPTOIR BACKUP\n\0\0\0\u0002{}'],
    ['a header in lists', `COMPTOIR BACKUP\n\0\0\u000f\u00ff${'['.repeat(4_095)}`],
  ])('%s', async (_name, text) => {
    const till = await anOpenDevice()
    const bytes = Uint8Array.from(text, one => one.charCodeAt(0))
    const done = await restore(till, new Blob([bytes]))
    expect(done.ok).toBe(false)
    if (!done.ok) expect(done.error.code).toMatch(/^backup-(?:not-one|damaged)$/)
    expect(await till.tillDb.customers.count()).toBe(0)
  })

  it('a real one that was cut, too', async () => {
    const from = await anOpenDevice()
    await sell(from, aTicket())
    const file = await backUp(from)
    const till = await anOpenDevice()
    for (const size of [file.size - 1, Math.floor(file.size / 2), 100]) {
      expect((await restore(till, file.slice(0, size))).ok).toBe(false)
    }
    expect((await restore(till, file)).ok).toBe(true)
  })
})
