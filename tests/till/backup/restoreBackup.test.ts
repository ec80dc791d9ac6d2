import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { anyActs, journalOf, type Act } from '../../support/anyJournal'
import {
  aDevice,
  anOpenDevice,
  backUp,
  diskOf,
  honey,
  linesIn,
  PASSPHRASE,
  reopened,
  restore,
  sell,
  ticketOf,
  withLines,
} from '../../support/backup'
import { aCustomer, anArticle, anotherTab, aTender, AT, aUser, SELLER } from '../../support/factory'
import { signed, store, withClosings, withEveryKind } from '../../support/signedJournal'
import { type JournalEntry } from '@/core/journal/journal'
import { firstChainFault } from '@/core/journal/chain'
import { BackupReader } from '@/core/backup/records'
import { documentLabel } from '@/core/journal/series'
import { NOBODY } from '@/core/people/user'
import { keepDraft, resumeDraft } from '@/till/ticket/keepDraft'
import { checkEntry, checkJournal } from '@/till/journal/checkJournal'
import { listSales } from '@/till/journal/listSales'
import { makeBackup } from '@/till/backup/makeBackup'
import { keepSetting, readSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'

afterEach(() => vi.restoreAllMocks())

const entriesOf = ({ tillDb }: TillContext, till: string): Promise<JournalEntry[]> =>
  tillDb.journal.filter(entry => entry.till === till).sortBy('number')

const EVERYTHING: Act[] = [
  { kind: 'float', floatCents: 5_000 },
  { kind: 'sale', ticket: ticketOf([honey]), overCents: 50, training: false, isWeb: false },
  { kind: 'sale', ticket: ticketOf([honey]), overCents: 0, training: true, isWeb: false },
  { kind: 'night', days: 1 },
  { kind: 'refund', which: 0 },
  { kind: 'cash', direction: 'in', amountCents: 100 },
  { kind: 'trace' },
  { kind: 'night', days: 1 },
]

const RULES = { maxDiscountRate: 1000, mealVoucherDepartments: ['ps-3'] }

/** A till with a bit of everything, and two sales. */
async function aShop(): Promise<TillContext> {
  const context = await anOpenDevice()
  const { tillDb, catalogueDb } = context
  await tillDb.users.add(aUser({ role: 'owner' }))
  await tillDb.customers.add(aCustomer())
  await tillDb.orderNotes.add({
    noteId: 'web:shop.example:1',
    proof: null,
    editedCents: 0,
    handedOverAt: AT.at,
  })
  await tillDb.ownArticles.add(anArticle({ articleId: 'own-1', tint: 3, takesMealVouchers: true }))
  const values = { priceCents: 900, takesMealVouchers: false }
  const base = { priceCents: 950, takesMealVouchers: null }
  const edit = { articleId: 'ps-1', values, base }
  await tillDb.articleEdits.add({ ...edit, editedAt: AT.at })
  await catalogueDb.shopArticles.bulkPut([honey, anArticle({ purchaseMicros: 4_500_000 })])
  await keepSetting(context, 'seller', SELLER)
  await keepSetting(context, 'connection', { address: 'https://shop.example', key: 'SECRETKEY' })
  await keepSetting(context, 'counterRules', RULES)
  await keepSetting(context, 'debtTakings', { owed: [aTender(400, 'card')] })
  await sell(context, ticketOf([honey, honey]))
  await sell(context, ticketOf([anArticle()]))
  await keepDraft(context, { ...ticketOf([honey]), name: 'Zoé' })
  return context
}

describe('a backup restored on a new tablet', () => {
  it('brings everything back, goes on under the next till code, and every seal still holds', async () => {
    const context = await aShop()
    const file = await backUp(context)
    const before = (await entriesOf(context, 'A')).slice(0, -1)

    const tablet = await anOpenDevice()
    const [opened] = await entriesOf(tablet, 'A')
    expect(await restore(tablet, file)).toEqual({
      ok: true,
      value: { tillCode: 'B', entries: before.length },
    })
    const next = await reopened(tablet)
    expect(next.tillCode).toBe('B')
    expect(await entriesOf(next, 'A')).toEqual(before)
    const last = before.at(-1)
    const [first, closing, trace] = await entriesOf(next, 'B')
    expect(first?.event).toMatchObject({
      kind: 'journal-opened',
      continues: { till: 'A', number: last?.number, seal: last?.seal },
    })
    // That day's sales under the old till code are closed under the new one.
    expect(closing?.event).toMatchObject({
      document: { series: 'BZ', number: 1 },
      totals: { salesCount: 2, documents: [{ series: 'A', first: 1, last: 2 }] },
      carried: [{ till: 'A', firstEntry: 1, lastEntry: last?.number }],
      perpetual: { salesCount: 2 },
    })
    expect(trace?.event).toMatchObject({
      what: 'backup-restored',
      detail: { setAsideEntries: 1, setAsideSeal: opened?.seal },
    })
    expect(await readSetting(next, 'setAsideJournals')).toMatchObject([{ entries: [opened] }])

    // No false alarm: neither in the old journal nor in the new one, nor in any signature.
    for (const tillCode of ['A', 'B']) {
      const there = { ...next, tillCode }
      expect((await checkJournal(there, () => undefined)).fault).toBeUndefined()
      for (const entry of await entriesOf(next, tillCode)) {
        expect((await checkEntry(there, entry)).signature, `${tillCode}-${entry.number}`).toBe(
          'valid',
        )
      }
    }
    const [of, restored] = [await diskOf(context.tillDb), await diskOf(next.tillDb)]
    for (const table of [
      'users',
      'customers',
      'articleEdits',
      'ownArticles',
      'orderNotes',
    ] as const) {
      expect(restored[table]).toEqual(of[table])
    }
    expect((await resumeDraft(next)).name).toBe('Zoé')
    expect(await next.catalogueDb.shopArticles.toArray()).toHaveLength(2)
    expect(await readSetting(next, 'counterRules')).toEqual(RULES)
    expect(await readSetting(next, 'debtTakings')).toEqual({ owed: [aTender(400, 'card')] })

    const sale = await sell(next, ticketOf([honey]))
    expect(documentLabel(sale.event.document)).toBe('B-000001')
    const all = await listSales(next, 10)
    expect(all.map(one => documentLabel(one.event.document))).toEqual([
      'B-000001',
      'A-000002',
      'A-000001',
    ])
  })

  it('holds no key of the shop, neither in clear nor sealed', async () => {
    const context = await aShop()
    const lines = (await linesIn(await backUp(context))).join('\n')
    expect(lines).not.toContain('SECRETKEY')
    expect(lines).toContain('https://shop.example')
    const tablet = await anOpenDevice()
    await restore(tablet, await backUp(context))
    expect(await readSetting(tablet, 'connection')).toMatchObject({ key: '' })
  })

  it('keeps a key typed on the tablet for the same shop, and drops any other', async () => {
    const file = await backUp(await aShop())
    const connectionAfter = async (address: string, key: string) => {
      const tablet = await anOpenDevice()
      await keepSetting(tablet, 'connection', { address, key })
      expect(await restore(tablet, file)).toMatchObject({ ok: true })
      return readSetting(tablet, 'connection')
    }
    const own = { address: 'https://shop.example', key: 'TYPED' }
    const backed = { ...own, key: '' }
    expect(await connectionAfter(own.address, own.key)).toEqual(own)
    expect(await connectionAfter(own.address, '')).toEqual(backed)
    expect(await connectionAfter('https://other.example', 'TYPED')).toEqual(backed)
  })

  it('restores any journal exactly', async () => {
    await fc.assert(
      fc.asyncProperty(anyActs, async acts => {
        const context = aDevice()
        const kept = await signed(journalOf(acts))
        await store(context.tillDb, kept)
        const file = await backUp(context)
        const tablet = await anOpenDevice()
        expect(await restore(tablet, file)).toMatchObject({ ok: true })
        const back = await entriesOf(tablet, 'A')
        expect(back).toEqual(kept.entries)
        expect(firstChainFault(back)).toBeUndefined()
      }),
      { numRuns: 25, endOnFailure: true },
    )
  })

  it('restores every kind of entry, closings included, and the signatures', async () => {
    const context = aDevice()
    const kept = await signed(withClosings(withEveryKind(journalOf(EVERYTHING))))
    await store(context.tillDb, kept)
    const file = await backUp(context)
    const tablet = await anOpenDevice()
    expect(await restore(tablet, file)).toMatchObject({ ok: true })
    expect(await entriesOf(tablet, 'A')).toEqual(kept.entries)
    expect(new Set(kept.entries.map(({ event }) => event.kind)).size).toBe(10)
    const restored = { ...tablet, tillCode: 'A' }
    expect((await checkJournal(restored, () => undefined)).fault).toBeUndefined()
  })

  it('can be backed up and restored again: three till codes, one chain', async () => {
    const context = await aShop()
    const second = await anOpenDevice()
    await restore(second, await backUp(context))
    const b = await reopened(second)
    await sell(b, ticketOf([honey]))
    const file = await backUp(b)

    const third = await anOpenDevice()
    expect(await restore(third, file)).toMatchObject({ ok: true, value: { tillCode: 'C' } })
    const c = await reopened(third)
    const sale = await sell(c, ticketOf([honey]))
    expect(documentLabel(sale.event.document)).toBe('C-000001')
    const labels = (await listSales(c, 10)).map(one => documentLabel(one.event.document))
    expect(labels).toEqual(['C-000001', 'B-000001', 'A-000002', 'A-000001'])
  })

  it('can be repeated from a later file, as long as nothing was sold since', async () => {
    const context = await aShop()
    const early = await backUp(context)
    await sell(context, ticketOf([honey]))
    const late = await backUp(context)
    const tablet = await anOpenDevice()
    await restore(tablet, early)
    const b = await reopened(tablet)
    expect(await restore(b, early)).toEqual({ ok: false, error: { code: 'backup-already-here' } })
    expect(await restore(b, late)).toMatchObject({ ok: true, value: { tillCode: 'C' } })
    const c = await reopened(b)
    const last = (await entriesOf(c, 'A')).at(-1)
    expect((await entriesOf(c, 'C'))[0]?.event).toMatchObject({
      continues: { till: 'A', number: last?.number, seal: last?.seal },
    })
    expect(await restore(c, early)).toEqual({ ok: false, error: { code: 'backup-already-here' } })
  })

  it('leaves the end of a journal that the device knows further than the file', async () => {
    const context = await aShop()
    const elsewhere = await anOpenDevice()
    await restore(elsewhere, await backUp(context))
    const b = await reopened(elsewhere)
    await sell(b, ticketOf([honey]))
    await sell(context, ticketOf([honey]))
    const tablet = await anOpenDevice()
    await restore(tablet, await backUp(context))
    const before = await reopened(tablet)
    expect(await restore(before, await backUp(b))).toMatchObject({ ok: true })

    const last = (await entriesOf(before, 'A')).at(-1)
    expect(await before.tillDb.heads.get('A')).toMatchObject({
      number: last?.number,
      seal: last?.seal,
    })
  })

  it('never overwrites the tablet’s own sales', async () => {
    const file = await backUp(await aShop())
    const tablet = await anOpenDevice()
    await sell(tablet, ticketOf([honey]))
    const before = await diskOf(tablet.tillDb)
    expect(await restore(tablet, file)).toEqual({ ok: false, error: { code: 'backup-over-sales' } })
    expect(await diskOf(tablet.tillDb)).toEqual(before)
  })

  it('is not mixed with the demo', async () => {
    const file = await backUp(await aShop())
    const demo = await anOpenDevice()
    const restored = await restore({ ...demo, space: 'demo' }, file)
    expect(restored).toEqual({ ok: false, error: { code: 'backup-other-books' } })
  })
})

describe('a file that cannot be trusted', () => {
  it('tells a wrong passphrase from a damaged file, a foreign one and a newer one', async () => {
    const file = await backUp(await aShop())
    const tablet = await anOpenDevice()
    const codeOf = async (of: Blob, passphrase = PASSPHRASE) => {
      const restored = await restore(tablet, of, passphrase)
      return restored.ok ? 'restored' : restored.error.code
    }
    const before = await diskOf(tablet.tillDb)
    expect(await codeOf(file, 'une autre phrase')).toBe('backup-passphrase-wrong')
    expect(await codeOf(new Blob(['PK\u0003\u0004 a zip']))).toBe('backup-not-one')
    expect(await codeOf(new Blob([]))).toBe('backup-not-one')
    expect(await codeOf(await flipped(file, file.size - 40))).toBe('backup-damaged')
    expect(await codeOf(await flipped(file, file.size - 40), 'une autre')).toBe(
      'backup-passphrase-wrong',
    )
    const text = new TextEncoder().encode('{"version":2}')
    const newer = new Blob(['COMPTOIR BACKUP\n', Uint8Array.of(0, 0, 0, text.length), text])
    expect(await codeOf(newer)).toBe('backup-newer')
    expect(await diskOf(tablet.tillDb)).toEqual(before)
  })

  it('is refused whichever byte was changed, and wherever it was cut', async () => {
    const file = await backUp(await aShop())
    const tablet = await anOpenDevice()
    const before = await diskOf(tablet.tillDb)
    const step = Math.max(1, Math.floor(file.size / 150))
    const places = new Set([
      ...Array.from({ length: 420 }, (_none, place) => place),
      ...Array.from({ length: file.size }, (_none, place) => place).filter(
        place => place % step === 0 || place > file.size - 20,
      ),
    ])
    for (const place of places) {
      expect((await restore(tablet, await flipped(file, place))).ok, `byte ${place}`).toBe(false)
      expect((await restore(tablet, file.slice(0, place))).ok, `cut at ${place}`).toBe(false)
    }
    const twice = new Blob([file, file.slice(-100)])
    expect((await restore(tablet, twice)).ok).toBe(false)
    expect(await diskOf(tablet.tillDb)).toEqual(before)
  })

  it('is not called damaged when the till’s own code fails', async () => {
    const file = await backUp(await aShop())
    const tablet = await anOpenDevice()
    vi.spyOn(BackupReader.prototype, 'read').mockImplementation(() => {
      throw new TypeError('our own mistake')
    })
    await expect(restore(tablet, file)).rejects.toThrow('our own mistake')
    vi.restoreAllMocks()
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(
      new DOMException('the stick was taken out', 'NotReadableError'),
    )
    expect(await restore(tablet, file)).toMatchObject({ error: { code: 'backup-not-written' } })
  })

  it('is refused for a broken chain, even sealed again by someone who knows the passphrase', async () => {
    const lines = await linesIn(await backUp(await aShop()))
    const tablet = await anOpenDevice()
    const isEntry = (line: string, number: number) =>
      line.startsWith('["entry"') && line.includes(`"number":${number},"previous"`)
    const counted = (some: string[]) => [
      ...some.slice(0, -1),
      JSON.stringify(['end', some.length - 2]),
    ]
    const edits: Record<string, [string[], string]> = {
      'an amount changed': [
        lines.map(line =>
          isEntry(line, 2) ? line.replace('"totalCents":1900', '"totalCents":1') : line,
        ),
        'backup-journal-broken',
      ],
      'an entry dropped': [
        counted(lines.filter(line => !isEntry(line, 2))),
        'backup-journal-broken',
      ],
      'the signatures dropped': [
        counted(lines.filter(line => !line.startsWith('["signature"'))),
        'backup-journal-broken',
      ],
      'a signature of another entry': [
        lines.map(line =>
          line.startsWith('["signature"')
            ? line.replace(/"signature":"...../, '"signature":"AAAAA')
            : line,
        ),
        'backup-journal-broken',
      ],
      'a row dropped': [lines.filter(line => !isEntry(line, 2)), 'backup-damaged'],
      'a field nobody knows': [
        lines.map(line =>
          isEntry(line, 2) ? line.replace('"format":1', '"format":1,"x":1') : line,
        ),
        'backup-damaged',
      ],
      'a setting nobody knows': [
        counted([...lines.slice(0, -1), '["setting",{"name":"tillLetter","value":"A"}]', '']),
        'backup-damaged',
      ],
      'a PIN that costs a thief little': [
        lines.map(line =>
          line.startsWith('["user"') ? line.replace(/"cost":\d+/, '"cost":2') : line,
        ),
        'backup-pin-weak',
      ],
      'a PIN without a salt': [
        lines.map(line =>
          line.startsWith('["user"') ? line.replace(/"salt":"\w*"/, '"salt":""') : line,
        ),
        'backup-pin-weak',
      ],
      'a person without a PIN': [
        lines.map(line =>
          line.startsWith('["user"') ? line.replace(/"hash":"\w*"/, '"hash":""') : line,
        ),
        'backup-pin-weak',
      ],
      'a recovery code that costs little': [
        counted([
          ...lines.slice(0, -1),
          `["setting",{"name":"recoveryCode","value":{"algorithm":"scrypt","salt":"","hash":"","cost":2}}]`,
          '',
        ]),
        'backup-pin-weak',
      ],
      'a team without an owner': [
        lines.map(line =>
          line.startsWith('["user"') ? line.replace('"role":"owner"', '"role":"manager"') : line,
        ),
        'backup-no-owner',
      ],
      'a team that left': [
        lines.map(line =>
          line.startsWith('["user"')
            ? line.replace('"removedAt":null', '"removedAt":"2026-01-01"')
            : line,
        ),
        'backup-no-owner',
      ],
      'a key of a shop': [
        lines.map(line => line.replace('"key":""', '"key":"STOLEN"')),
        'backup-damaged',
      ],
      'no line': [[], 'backup-damaged'],
    }
    const before = await diskOf(tablet.tillDb)
    for (const [what, [edited, code]] of Object.entries(edits)) {
      expect(edited, what).not.toEqual(lines)
      expect(await restore(tablet, await withLines(edited)), what).toMatchObject({
        ok: false,
        error: { code },
      })
    }
    expect(await diskOf(tablet.tillDb)).toEqual(before)
    expect(await restore(tablet, await withLines(lines))).toMatchObject({ ok: true })
  })
})

describe('a kill or a refusal of the disk at any step of a restore', () => {
  it.each([
    ['setting the empty journal aside', 'journal', 'where'],
    ['adding the old entries', 'journal', 'bulkAdd'],
    ['adding their signatures', 'signatures', 'bulkAdd'],
    ['writing the team', 'users', 'bulkPut'],
    ['writing the customers', 'customers', 'bulkPut'],
    ['writing the tickets', 'tickets', 'bulkPut'],
    ['writing the settings', 'settings', 'bulkPut'],
    ['opening the next journal', 'journal', 'add'],
    ['keeping its key', 'keys', 'add'],
    ['moving the head', 'heads', 'put'],
  ] as const)('while %s: nothing was written', async (_step, table, method) => {
    const file = await backUp(await aShop())
    const tablet = await anOpenDevice()
    const before = await diskOf(tablet.tillDb)
    vi.spyOn(
      tablet.tillDb[table] as object as Record<string, () => unknown>,
      method,
    ).mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    })
    expect(await restore(tablet, file)).toMatchObject({
      ok: false,
      error: { code: 'backup-not-written', cause: 'disk-full' },
    })
    vi.restoreAllMocks()
    const again = anotherTab(tablet)
    expect(await diskOf(again.tillDb)).toEqual(before)
    expect(await restore(again, file)).toMatchObject({ ok: true, value: { tillCode: 'B' } })
  })
})

it('is made only once a passphrase was chosen, and leaves a trace', async () => {
  const context = await anOpenDevice()
  expect(await makeBackup(context, NOBODY, 'file')).toEqual({
    ok: false,
    error: { code: 'backup-no-passphrase' },
  })
  await backUp(context)
  const key = await readSetting(context, 'backupKey')
  expect(key?.key.extractable).toBe(false)
  expect(JSON.stringify(await diskOf(context.tillDb))).not.toContain(PASSPHRASE)
  const last = (await entriesOf(context, 'A')).at(-1)
  expect(last?.event).toMatchObject({ what: 'backup-made', detail: { entries: 1, to: 'file' } })
  // A backup counts only once it is saved somewhere.
  expect(await readSetting(context, 'lastBackup')).toBeUndefined()
})

async function flipped(file: Blob, place: number): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  bytes[place] = (bytes[place] ?? 0) ^ 1
  return new Blob([bytes])
}
