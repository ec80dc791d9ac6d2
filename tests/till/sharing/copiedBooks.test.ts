import { beforeEach, describe, expect, it } from 'vitest'
import { aTender, aTicket, anArticle, aTill, CONTEXT, SELLER } from '../../support/factory'
import { aSharingTill, takeCopies } from './copiedTill'
import { balanceOf, readFec } from '../../core/reports/fec/readFec'
import { expectedCashCents } from '@/core/closing/drawer'
import { isSale } from '@/core/journal/journal'
import type { SaleSearch } from '@/core/journal/saleSearch'
import { NOBODY } from '@/core/people/user'
import { copyAddress } from '@/core/sharing/copyAddress'
import { othersBeside } from '@/storage/sharing/othersDatabase'
import { closeDay } from '@/till/closing/closeDay'
import { openDrawer, readDrawer } from '@/till/closing/drawer'
import { listClosings } from '@/till/closing/listClosings'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { exportFec } from '@/till/reports/exportFec'
import { exportFigures, type FiguresRequest, type FiguresTable } from '@/till/reports/exportFigures'
import { readReport } from '@/till/reports/readReport'
import { listOtherTills } from '@/till/sharing/copies/listOtherTills'
import { listShopSales } from '@/till/sharing/copies/listShopSales'
import {
  checkInCopy,
  findInCopy,
  listCopiedDays,
  searchCopy,
} from '@/till/sharing/copies/inspectCopy'
import { findEntry, listDays, searchJournal } from '@/till/journal/inspection'
import { readCopiedEntry } from '@/till/sharing/copies/readCopiedEntry'
import { listCopiedClosings, readOtherDrawer } from '@/till/sharing/copies/readOtherBooks'

const TABLET = 'b'.repeat(32)
const ANY: SaleSearch = { clues: [], fromDay: '', toDay: '', kind: 'all' }
const TODAY = { from: '2026-01-02', to: '2026-01-02' }

let minute = 0
const now = () => {
  const at = `2026-01-02T10:${String(minute++ % 60).padStart(2, '0')}:00.000+01:00`
  return { at, day: '2026-01-02' }
}
const sell = (context: TillContext, priceCents: number, name = 'Carnet renard') =>
  sellTicket(
    context,
    aTicket([anArticle({ priceCents, name })], context.newId()),
    [aTender(priceCents)],
    CONTEXT,
  )

let phone: TillContext
let tablet: TillContext

beforeEach(async () => {
  minute = 0
  phone = await aSharingTill({ now })
  tablet = aTill({ tillCode: 'B', now, newId: () => crypto.randomUUID() })
  await openTill(tablet)
  await openDrawer(tablet, NOBODY, { sumCents: 5_000, coins: [] })
  await sell(phone, 100)
  await sell(tablet, 250, 'Tasse bleue')
  await sell(phone, 300)
  await sell(tablet, 1_000)
  await takeCopies(phone, tablet, TABLET, 'Tablette')
})

describe('the other tills, at a till', () => {
  it('are none where it is alone, and nothing is opened', async () => {
    const alone = aTill()
    await openTill(alone)
    await sell(alone, 100)
    expect(await listOtherTills(alone)).toEqual([])
    const { now: figures, tills } = await readReport(alone, TODAY, 'all')
    expect({ totalCents: figures.figures.totalCents, tills }).toEqual({
      totalCents: 100,
      tills: [],
    })
    expect(await indexedDB.databases()).not.toContainEqual(
      expect.objectContaining({ name: othersBeside(alone.tillDb.name).name }),
    )
  })

  it('are there by letter and name, with how far each is known', async () => {
    const last = await tablet.tillDb.journal.orderBy('[till+number]').last()
    const [till, none] = await listOtherTills(phone)
    expect(till).toMatchObject({
      device: TABLET,
      letter: 'B',
      name: 'Tablette',
      upTo: { till: 'B', number: last?.number },
      isRemoved: false,
    })
    expect(till?.heardAt).toMatch(/^2026-01-02T09:/)
    expect(none).toBeUndefined()
  })

  it('have figures of their own, and with this till’s the shop’s', async () => {
    const totalOf = async (choice: string) =>
      (await readReport(phone, TODAY, choice)).now.figures.totalCents
    expect(await totalOf('own')).toBe(400)
    expect(await totalOf(TABLET)).toBe(1_250)
    expect(await totalOf('all')).toBe(1_650)
    // Exactly what the tablet itself says.
    expect((await readReport(phone, TODAY, TABLET)).now).toEqual(
      (await readReport(tablet, TODAY)).now,
    )
  })

  it('count nothing twice of a journal that this device has itself', async () => {
    await takeCopies(phone, phone, 'c'.repeat(32), 'Ancien téléphone')
    expect(await listOtherTills(phone)).toHaveLength(1)
    expect((await readReport(phone, TODAY, 'all')).now.figures.totalCents).toBe(1_650)
  })
})

describe('sales of another till', () => {
  const totals = async (choice: string, search = ANY, limit = 50) => {
    const { sales, hasMore } = await listShopSales(phone, choice, search, limit)
    return { totals: sales.map(({ sale }) => sale.event.totalCents), hasMore }
  }

  it('are listed by themselves or among all, newest first, in parts', async () => {
    expect(await totals(TABLET)).toEqual({ totals: [1_000, 250], hasMore: false })
    expect(await totals('all')).toEqual({ totals: [1_000, 300, 250, 100], hasMore: false })
    expect(await totals('all', ANY, 3)).toEqual({ totals: [1_000, 300, 250], hasMore: true })
  })

  it('are found by amount, words and day, as this till’s own', async () => {
    const amount = { ...ANY, clues: [{ clue: 'amount' as const, amountCents: 250 }] }
    expect(await totals('all', amount)).toEqual({ totals: [250], hasMore: false })
    const words = { ...ANY, clues: [{ clue: 'words' as const, words: ['renard'] }] }
    expect(await totals('all', words)).toEqual({ totals: [1_000, 300, 100], hasMore: false })
    expect(await totals('all', { ...ANY, fromDay: '2026-01-03' })).toEqual({
      totals: [],
      hasMore: false,
    })
  })

  it('are read with the check of their seals, and a changed copy is told', async () => {
    const { sales } = await listShopSales(phone, TABLET, ANY, 50)
    const { sale, journal } = sales[1]!
    const address = copyAddress(journal ?? '', sale.number)
    const found = await readCopiedEntry(phone, address)
    expect(found).toMatchObject({ entry: sale, till: { letter: 'B' } })
    expect(found?.check).toEqual({ intact: true, linked: true, signature: 'valid' })
    expect(found?.fingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(await readCopiedEntry(phone, copyAddress(journal ?? '', 999))).toBeNull()
    expect(await readCopiedEntry(phone, copyAddress('0'.repeat(64), sale.number))).toBeNull()

    const others = othersBeside(phone.tillDb.name)
    await others.copyEntries.where({ journal, number: sale.number }).modify(({ record }) => {
      if (isSale(record.entry)) record.entry.event.totalCents = 1
    })
    others.close()
    expect((await readCopiedEntry(phone, address))?.check.intact).toBe(false)
  })
})

describe('closings and drawer of another till', () => {
  it('are what that till says itself', async () => {
    const closed = await closeDay(tablet, { user: NOBODY, seller: SELLER }, null)
    expect(closed.ok).toBe(true)
    await sell(tablet, 700)
    await takeCopies(phone, tablet, TABLET, 'Tablette')
    const own = await listClosings(tablet, 'day', 50)
    expect(own).toHaveLength(1)
    const copied = await listCopiedClosings(phone, TABLET, 'day', 50)
    expect(copied.map(({ closing }) => closing)).toEqual(own)
    expect(await listCopiedClosings(phone, TABLET, 'month', 50)).toEqual([])
    expect(await readOtherDrawer(phone, TABLET)).toEqual(await readDrawer(tablet))
    expect(expectedCashCents(await readDrawer(tablet))).toBe(5_000 + 1_250 + 700)
    expect(await readOtherDrawer(phone, 'd'.repeat(32))).toBeNull()
  })

  it('are read from packed runs, behind the last float only', async () => {
    for (let sold = 0; sold < 300; sold += 1) {
      if (sold === 270) await openDrawer(tablet, NOBODY, { sumCents: 2_000, coins: [] })
      await sell(tablet, 10)
    }
    await takeCopies(phone, tablet, TABLET, 'Tablette')
    expect(await readOtherDrawer(phone, TABLET)).toEqual(await readDrawer(tablet))
    const { sales, hasMore } = await listShopSales(phone, TABLET, ANY, 280)
    expect({ count: sales.length, hasMore }).toEqual({ count: 280, hasMore: true })
    expect(sales.map(({ sale }) => sale.number)).toEqual(
      sales.map(({ sale }) => sale.number).toSorted((a, b) => b - a),
    )
  })
})

describe('exports over copies', () => {
  const close = (context: TillContext) => closeDay(context, { user: NOBODY, seller: SELLER }, null)
  const fecOf = async (context: TillContext, choice?: string) => {
    const made = await exportFec(context, '2026-01-02', choice)
    if (!made.ok) throw new Error(made.error.code)
    const { file, unclosed, missingDays } = made.value
    const bytes = new Uint8Array(await file.content.arrayBuffer())
    const { rows, faults } = readFec(bytes)
    expect(faults).toEqual([])
    return { bytes, rows, unclosed, missingDays }
  }
  const words = Object.fromEntries(
    ['sale', 'refund', 'counter', 'web', 'goods', 'shipping', 'private', 'business'].map(word => [
      word,
      word,
    ]),
  ) as unknown as FiguresRequest['words']
  const heads = new Proxy({}, { get: (_none, key) => key }) as FiguresRequest['heads']
  const tableOf = async (context: TillContext, what: FiguresTable, choice: string) => {
    const wanted = { what, form: 'csv', days: TODAY, title: 'x', heads, words, choice } as const
    const { content } = await exportFigures(context, wanted)
    return (await content.text()).trim().split('\r\n')
  }

  it('books of another till are, to the byte, what that till books itself', async () => {
    await close(tablet)
    await sell(tablet, 700)
    await takeCopies(phone, tablet, TABLET, 'Tablette')
    const [own, copied] = [await fecOf(tablet), await fecOf(phone, TABLET)]
    expect(copied.bytes).toEqual(own.bytes)
    expect(copied.unclosed).toEqual({ salesCount: 1, totalCents: 700 })
    expect(copied.unclosed).toEqual(own.unclosed)
    expect(copied.missingDays).toEqual([])
  })

  it('books of all tills are theirs one behind the other, each once', async () => {
    await close(tablet)
    await close(phone)
    await takeCopies(phone, tablet, TABLET, 'Tablette')
    const [own, copied, all] = [
      await fecOf(phone, 'own'),
      await fecOf(phone, TABLET),
      await fecOf(phone, 'all'),
    ]
    const linesOf = ({ rows }: typeof all) =>
      rows.map(({ PieceRef, CompteNum, Debit, Credit }) =>
        [PieceRef, CompteNum, Debit, Credit].join(' '),
      )
    expect(linesOf(all).toSorted()).toEqual([...linesOf(own), ...linesOf(copied)].toSorted())
    const numbers = [...new Set(all.rows.map(({ EcritureNum }) => EcritureNum))]
    expect(numbers).toEqual(numbers.map((_none, at) => String(at + 1)))
    expect(balanceOf(all.rows)).toBe(0)
  })

  it('tables of all tills have each sale once, days summed over tills', async () => {
    const [own, copied, all] = [
      await tableOf(phone, 'sales', 'own'),
      await tableOf(phone, 'sales', TABLET),
      await tableOf(phone, 'sales', 'all'),
    ]
    expect(all).toEqual([...own, ...copied.slice(1)])
    expect(copied).toEqual(await tableOf(tablet, 'sales', 'own'))
    const daily = await tableOf(phone, 'daily', 'all')
    expect(daily).toHaveLength(2)
    expect(daily[1]).toContain(';16,50;4')
  })

  it('of days tell apart two tills that have one letter', async () => {
    const twin = aTill({ now, newId: () => crypto.randomUUID() })
    await openTill(twin)
    await sell(twin, 50)
    await sell(twin, 60)
    await takeCopies(phone, twin, 'd'.repeat(32), 'Jumelle')
    const daily = await tableOf(phone, 'daily', 'all')
    expect(daily[1]).toContain(';17,60;6')
  })
})

describe('an inspected copy', () => {
  it('shows what the journal itself shows on its till: entries, days, numbers', async () => {
    for (let sold = 0; sold < 260; sold += 1) await sell(tablet, 10)
    await takeCopies(phone, tablet, TABLET, 'Tablette')
    const journal = (await tablet.tillDb.journal.get(['B', 1]))?.seal ?? ''
    for (const kind of ['', 'sale', 'trace', 'journal-opened'] as const) {
      const search = { kind, fromDay: '', toDay: '' }
      const own = await searchJournal(tablet, search, Infinity, 300)
      expect(await searchCopy(phone, journal, search, 300)).toEqual(own)
    }
    const tomorrow = { kind: '' as const, fromDay: '2026-01-03', toDay: '' }
    expect(await searchCopy(phone, journal, tomorrow, 300)).toEqual([])
    const days = await listCopiedDays(phone, journal, '9999-12-31', 31)
    expect(days).toEqual(await listDays(tablet, '9999-12-31', 31))
    expect(await listCopiedDays(phone, journal, '2026-01-02', 31)).toEqual([])
    for (const typed of ['3', 'B-000002', '9999', 'B-009999', 'x']) {
      expect(await findInCopy(phone, journal, typed), typed).toEqual(await findEntry(tablet, typed))
    }
    const third = await findInCopy(phone, journal, '3')
    expect(third && (await checkInCopy(phone, journal, third))).toEqual({
      intact: true,
      linked: true,
      signature: 'valid',
    })
  })
})
