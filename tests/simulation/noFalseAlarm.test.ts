import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SELLER } from '../support/factory'
import { must, ShopLife } from '../support/shopLife'
import type { ArchivePeriod } from '@/core/archive/manifest'
import { USUAL_RULES } from '@/core/counterRules'
import { dayPlus } from '@/core/days'
import { NOBODY } from '@/core/user'
import { keepSetting } from '@/storage/settings'
import { changeRules } from '@/till/changeRules'
import { checkArchive as checkSavedArchive } from '@/till/checkArchive'
import { checkJournal } from '@/till/checkJournal'
import { listClosings } from '@/till/listClosings'
import { makeArchive } from '@/till/makeArchive'
import { openTill } from '@/till/openTill'
import { planPurge, purge } from '@/till/purge'
import { recordTrace } from '@/till/recordTrace'
import { signJournal } from '@/till/signJournal'
import type { Till } from '@/till/till'
import { checkArchive } from '@/verifier/checkArchive'
import { runVerify } from '@/verifier/command'

const WHOLE: ArchivePeriod = { from: null, to: null }
const quiet = () => undefined
const folder = mkdtempSync(join(tmpdir(), 'comptoir-alarm-'))
afterAll(() => rmSync(folder, { recursive: true }))

let shop: ShopLife
let till: Till

async function archiveOf(period: ArchivePeriod): Promise<Blob> {
  return must(await makeArchive(till, NOBODY, period, { verifierPage: null, onProgress: quiet }))
    .blob
}

/** The till, the checker and the command each read it all, and find nothing. */
async function expectNoAlarm(period = WHOLE): Promise<void> {
  await signJournal(till)
  expect((await checkJournal(till, quiet)).fault).toBeUndefined()
  const bytes = new Uint8Array(await (await archiveOf(period)).arrayBuffer())
  const report = await checkArchive(bytes)
  expect(report.faults).toEqual([])
  expect(report.facts?.signatures).toBe(report.facts?.count)
  const path = join(folder, 'archive.zip')
  writeFileSync(path, bytes)
  const told: string[] = []
  const terminal = { say: quiet, complain: (line: string) => void told.push(line), language: 'en' }
  expect([await runVerify([path], terminal), told]).toEqual([0, []])
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
  till = shop.till
  await shop.begin('2026-01-05')
  await liveDays('2026-01-05', 3)
})

it('nothing is found after days that were closed, with lessons between them', async () => {
  await shop.teach()
  await expectNoAlarm()
})

it('nothing is found after settings changed, of money and of others', async () => {
  await changeRules(till, NOBODY, {
    mealVoucherCeilingCents: 1_900,
    shippingRule: 'own-rate',
    accounts: { ...USUAL_RULES.accounts, sales: { '2000': '7071' }, fiscalYearEndMonth: 6 },
  })
  await keepSetting(till.tillDb, 'seller', { ...SELLER, name: 'Atelier « Été »', address: '' })
  await changeRules(till, NOBODY, USUAL_RULES)
  await liveDays('2026-01-08', 1)
  await expectNoAlarm()
})

it('nothing is found after the language changed', async () => {
  await keepSetting(till.tillDb, 'locale', 'en')
  await liveDays('2026-01-09', 1)
  await expectNoAlarm({ from: '2026-01-08', to: '2026-01-09' })
})

it('nothing is found after another version of the software took over within a day', async () => {
  await shop.comeIn('2026-02-03')
  await shop.serve(4)
  till.software = { name: 'Comptoir', version: '9.1.0' }
  await openTill(till)
  await recordTrace(till, NOBODY, 'till-updated', { from: '0.0.0', to: '9.1.0' })
  await shop.serve(4)
  await shop.close(true)
  await expectNoAlarm()
})

it('nothing is found of a month or a year that was closed, nor of their archives alone', async () => {
  await shop.comeIn('2027-01-04')
  expect(await listClosings(till, 'month', 9)).toHaveLength(2)
  expect(await listClosings(till, 'year', 9)).toHaveLength(1)
  await expectNoAlarm({ from: '2026-02-01', to: '2026-02-28' })
  await expectNoAlarm({ from: '2026-01-01', to: '2026-12-31' })
})

it('nothing is found after a purge, and after what is sold behind it', async () => {
  await shop.comeIn('2027-03-01')
  await shop.payAllOwed()
  await shop.giveFloat()
  const report = await checkSavedArchive(till, NOBODY, await archiveOf(WHOLE), '', quiet)
  const planned = must(await planPurge(till, report))
  expect(planned.count).toBeGreaterThan(20)
  must(await purge(till, NOBODY, planned))
  await expectNoAlarm()
  await liveDays('2027-03-02', 2)
  await expectNoAlarm()
  await expectNoAlarm({ from: '2027-03-01', to: null })
})

it('nothing is found after a restore behind that purge, and nothing ever sold is forgotten', async () => {
  await shop.moveToNewTablet()
  till = shop.till
  await shop.serve(4)
  const { event } = await shop.close()
  const { salesCents, refundsCents, salesCount } = shop.hand.sums('counter')
  expect(event.perpetual).toMatchObject({ salesCents, refundsCents, salesCount })
  await expectNoAlarm()
  expect((await checkJournal({ ...till, letter: 'A' }, quiet)).fault).toBeUndefined()
})
