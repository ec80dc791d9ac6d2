import { beforeAll, expect, it } from 'vitest'
import { backUp, reopened, restore } from '../support/backup'
import { aTill, SELLER } from '../support/factory'
import { must, ShopLife } from '../support/shopLife'
import {
  archiveOf,
  checkAsCommand,
  checkAsPage,
  findingsOf,
  NOTHING_FOUND,
} from '../support/verifiers'
import { anchorOf, formatAnchor } from '@/core/closing/anchor'
import { USUAL_RULES } from '@/core/settings/counterRules'
import { dayPlus } from '@/core/days'
import { NOBODY } from '@/core/people/user'
import { readLastEntry } from '@/storage/journal/journal'
import { keepSetting } from '@/storage/settings/settings'
import { changeRules } from '@/till/settings/changeRules'
import { checkArchive as checkSavedArchive } from '@/till/archive/checkArchive'
import { checkJournal, readKeyFingerprint } from '@/till/journal/checkJournal'
import { listClosings } from '@/till/closing/listClosings'
import { openTill } from '@/till/openTill'
import { planPurge, purgeJournal } from '@/till/journal/purgeJournal'
import { recordClockMoved, recordStart } from '@/till/journal/recordTechnicalTraces'
import type { TillContext } from '@/till/context'
import { switchTraining } from '@/till/settings/switchTraining'
import { anchorsIn } from '@/verifier/anchor'

const FACTS = { persisted: true, fiscalFingerprint: 'ab'.repeat(32) }

let shop: ShopLife
let context: TillContext

/** The till, the page and the command each check everything, and find no fault. */
async function expectNoAlarm(period?: { from: string | null; to: string | null }): Promise<void> {
  expect(await findingsOf(context, period)).toEqual(NOTHING_FOUND)
}

async function liveDays(from: string, count: number): Promise<void> {
  for (let day = from; day < dayPlus(from, count); day = dayPlus(day, 1)) {
    await shop.comeIn(day)
    await shop.serve(6)
    await shop.close()
  }
}

beforeAll(async () => {
  shop = new ShopLife(20_260_105)
  context = shop.till
  await shop.begin('2026-01-05')
  await liveDays('2026-01-05', 3)
})

it('nothing is found after days that were closed, with training between them', async () => {
  await shop.teach()
  await expectNoAlarm()
})

it('nothing is found after settings changed, whether or not they touch money', async () => {
  await changeRules(context, NOBODY, {
    mealVoucherCeilingCents: 1_900,
    shippingRule: 'own-rate',
    accounts: { ...USUAL_RULES.accounts, sales: { '2000': '7071' }, fiscalYearEndMonth: 6 },
  })
  await keepSetting(context.tillDb, 'seller', { ...SELLER, name: 'Atelier « Été »', address: '' })
  await changeRules(context, NOBODY, USUAL_RULES)
  await liveDays('2026-01-08', 1)
  await expectNoAlarm()
})

it('nothing is found after the language changed', async () => {
  await keepSetting(context.tillDb, 'locale', 'en')
  await liveDays('2026-01-09', 1)
  await expectNoAlarm({ from: '2026-01-08', to: '2026-01-09' })
})

it('nothing is found after another version of the software took over within a day', async () => {
  await shop.comeIn('2026-02-03')
  await shop.serve(4)
  context.software = { name: 'Comptoir', version: '9.1.0' }
  await openTill(context)
  await recordStart(context, FACTS)
  await shop.serve(4)
  await shop.close(true)
  await expectNoAlarm()
})

it('nothing is found after the clock was moved, back and forth, within a day and over days', async () => {
  await shop.comeIn('2026-02-05')
  await shop.serve(3)
  shop.setBack(3)
  await recordClockMoved(context, -3 * 3_600_000)
  await shop.serve(3)
  // The clock is two days behind; the till notices it at its start.
  await shop.comeIn('2026-02-03', '11:00')
  await recordStart(context, FACTS)
  await shop.serve(3)
  await shop.comeIn('2026-02-06')
  await recordClockMoved(context, 3 * 86_400_000)
  await shop.serve(3)
  await shop.close()
  await expectNoAlarm()
})

it('nothing is found over the days that summer time begins and ends', async () => {
  for (const day of ['2026-03-28', '2026-10-24']) {
    await shop.comeIn(day, '23:40')
    await shop.serve(2)
    // Sells through the hour that is missing, or comes twice.
    await shop.comeIn(dayPlus(day, 1), '01:30')
    await shop.serve(6)
    await shop.close()
    await liveDays(dayPlus(day, 2), 1)
  }
  await expectNoAlarm()
  await expectNoAlarm({ from: '2026-03-29', to: '2026-10-25' })
})

it('nothing is found while training is on, nor on days without a sale', async () => {
  const storage = { setItem: () => undefined, removeItem: () => undefined } as object as Storage
  await shop.comeIn('2026-11-02')
  await shop.close()
  await shop.comeIn('2026-11-03')
  await switchTraining(context, NOBODY, storage, true)
  context.isTraining = true
  await recordStart(context, FACTS)
  await expectNoAlarm()
  context.isTraining = false
  await switchTraining(context, NOBODY, storage, false)
  await shop.close()
  await expectNoAlarm({ from: '2026-11-02', to: '2026-11-03' })
})

it('nothing is found of a month or a year that was closed, nor of their archives alone', async () => {
  await shop.comeIn('2027-01-04')
  expect(await listClosings(context, 'month', 9)).toHaveLength(5)
  expect(await listClosings(context, 'year', 9)).toHaveLength(1)
  await expectNoAlarm({ from: '2026-02-01', to: '2026-02-28' })
  await expectNoAlarm({ from: '2026-01-01', to: '2026-12-31' })
})

it('nothing is found after a purge, and after the sales that follow it', async () => {
  await shop.comeIn('2027-03-01')
  await shop.payAllOwed()
  await shop.giveFloat()
  const report = await checkSavedArchive(
    context,
    NOBODY,
    new Blob([await archiveOf(context)]),
    '',
    () => undefined,
  )
  const planned = must(await planPurge(context, report))
  expect(planned.count).toBeGreaterThan(20)
  must(await purgeJournal(context, NOBODY, planned))
  await expectNoAlarm()
  await liveDays('2027-03-02', 2)
  await expectNoAlarm()
  await expectNoAlarm({ from: '2027-03-01', to: null })
})

it('nothing is found in either journal after a restore on another tablet, and further sales', async () => {
  const file = await backUp(context)
  const archive = await archiveOf(context)
  const tablet = aTill({ now: context.now, newId: () => crypto.randomUUID() })
  await openTill(tablet)
  must(await restore(tablet, file))
  const next = await reopened(tablet)
  expect(next.tillCode).toBe('B')
  await recordStart(next, FACTS)
  Object.assign(context, next)
  await expectNoAlarm()
  shop.clock.set('2027-03-04', '09:00')
  await shop.sell()
  await shop.close()
  await expectNoAlarm()
  await expectNoAlarm({ from: '2027-03-04', to: '2027-03-04' })
  // The old journal, whose key the new tablet does not have: as it is stored, and as it was
  // archived.
  const old = { ...context, tillCode: 'A' }
  expect((await checkJournal(old, () => undefined)).fault).toBeUndefined()
  const last = await readLastEntry(context.tillDb, 'A')
  if (!last) throw new Error('the old journal was restored')
  const anchor = formatAnchor(anchorOf(last, await readKeyFingerprint(old)))
  expect((await checkAsPage(archive, { anchors: anchorsIn(anchor) })).faults).toEqual([])
  expect((await checkAsCommand(archive, { anchor })).code).toBe(0)
})

it('nothing is found after a restore that follows the purge, and no sale is forgotten', async () => {
  await shop.moveToNewTablet()
  context = shop.till
  await shop.serve(4)
  const { event } = await shop.close()
  const { salesCents, refundsCents, salesCount } = shop.hand.sums('counter')
  expect(event.perpetual).toMatchObject({ salesCents, refundsCents, salesCount })
  await expectNoAlarm()
  expect((await checkJournal({ ...context, tillCode: 'A' }, () => undefined)).fault).toBeUndefined()
})
