import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { expectSync, openDemo, readyOffline, sealedIn, syncsIn, tiles } from '../e2e/support'
import { chanceOf } from '../support/chance'
import { measureBare } from './bare'
import { placeIn, speedUp } from './clock.mjs'
import { fillTicket, lastEntry, park, pay, refund, resume, totalOf, type Times } from './counter'
import { growthOf, median, tooMuchGrowth, type Sample } from './flatness'
import { differences, WeekLedger, type Sold } from './ledger'
import { measureMemory } from './memory'
import { followShop } from './shop'
import { followWorkers } from './workers'

const root = fileURLToPath(new URL('../../', import.meta.url))
const week = JSON.parse(process.env.COMPTOIR_SOAK_WEEK ?? '') as Record<
  'startedAt' | 'opensAt' | 'speed' | 'openMs',
  number
>
const MINUTES = Number(process.env.COMPTOIR_SOAK_MINUTES ?? 120)
const SALES = Number(process.env.COMPTOIR_SOAK_SALES ?? 3_000)
const WEEK_MS = MINUTES * 60_000
const SYNC_EVERY_MS = 15 * 60_000
const SAMPLES = 60
/** A day is closed, and backed up, in its last minute, or its last quarter where it is short. */
const EVENING = 1 - Math.min(0.25, (60_000 * week.speed) / week.openMs)
/** Before the half from which growth is judged: an update begins a page anew. */
const UPDATE_AT = 0.25
/** Of what is measured; milliseconds alone say as much of the machine as of the till. */
const JUDGED = ['pageKb', 'workersKb', 'processKb', 'tap to bare', 'pay to bare']
const PASSPHRASE = 'quatre mots bien choisis'

/** The same numbers each time, from 0 to below 1. */
function chance(seed: number): () => number {
  const { upTo } = chanceOf(seed)
  return () => upTo(999_999) / 1_000_000
}

async function syncAll(page: Page): Promise<void> {
  await page.getByTestId('nav-articles').click()
  const before = await syncsIn(page)
  await page.getByTestId('sync-start').click()
  await expectSync(page, before)
  await page.getByTestId('nav-sell').click()
  await expect(tiles(page).first()).toBeVisible()
}

async function choosePassphrase(page: Page): Promise<void> {
  await page.goto('/#/config/general/sauvegarde')
  await page.getByTestId('passphrase').fill(PASSPHRASE)
  await page.getByTestId('passphrase-again').fill(PASSPHRASE)
  await page.getByTestId('passphrase-choose').click()
  await expect(page.getByTestId('backup-make')).toBeVisible({ timeout: 30_000 })
  await page.goto('/#/sell')
}

async function closeDay(page: Page): Promise<void> {
  await page.goto('/#/closings/open')
  await page.getByTestId('close-day').click()
  await page.getByTestId('close-uncounted').click()
  await expect(page.getByTestId('closing-number')).toBeVisible()
  await page.goto('/#/config/general/sauvegarde')
  const file = page.waitForEvent('download')
  await page.getByTestId('backup-make').click()
  await (await file).delete()
  await page.goto('/#/sell')
  await expect(tiles(page).first()).toBeVisible()
}

/** Another version of the till is on the server: it is offered between two sales, and taken. */
async function update(page: Page): Promise<void> {
  const client = join(process.env.COMPTOIR_SOAK_ROOT ?? '', 'dist/client')
  appendFileSync(join(client, 'sw.js'), '// the next version\n')
  for (const packed of ['sw.js.br', 'sw.js.gz']) rmSync(join(client, packed), { force: true })
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update()
  })
  const opened = page.waitForEvent('load', { timeout: 60_000 })
  await page.getByTestId('update-apply').click({ timeout: 60_000 })
  await opened
  await expect(tiles(page).first()).toBeVisible({ timeout: 60_000 })
}

test('a week in the shop: memory flat, no slowing, the books right to the cent', async ({
  page,
  baseURL,
}) => {
  const clock = `(${String(speedUp)})(${JSON.stringify(week)})`
  await page.addInitScript(clock)
  const threads = await followWorkers(page, clock)
  const devtools = await page.context().newCDPSession(page)
  await openDemo(page)
  await readyOffline(page)
  await choosePassphrase(page)

  const shown = await tiles(page).evaluateAll(all =>
    all.map(tile => Number(tile.getAttribute('data-testid')?.replace('tile-ps-', ''))),
  )
  const shop = followShop(baseURL ?? '', shown)
  expect(shop.articles.length).toBeGreaterThan(5)
  const next = chance(Number(process.env.COMPTOIR_SEED ?? 1))
  const ledger = new WeekLedger()
  const times: Times = { tap: [], pay: [] }
  const samples: Record<string, Sample[]> = {}
  const note = (name: string, at: number, value: number) => (samples[name] ??= []).push([at, value])
  const counts = { sales: 0, refunds: 0, parked: 0, syncs: 0, closings: 0, updates: 0 }
  let parked: Sold[] | undefined
  let refundable: { entry: number; sold: Sold[] } | undefined
  let closedDay = -1
  let syncedAt = 0
  let sampledAt = 0
  const elapsed = () => Date.now() - week.startedAt

  const sample = async () => {
    const at = elapsed()
    for (const [name, value] of Object.entries(await measureMemory(page, devtools, threads))) {
      note(name, at, value)
    }
    const bare = await measureBare(page)
    const ratioTo = { tap: bare.frameMs, pay: bare.writeMs }
    for (const name of ['tap', 'pay'] as const) {
      if (times[name].length === 0) continue
      const ms = median(times[name].splice(0))
      note(`${name}Ms`, at, ms)
      note(`${name} to bare`, at, ms / ratioTo[name])
    }
  }

  const sellOne = async () => {
    const takesParked = parked !== undefined && next() < 0.5
    if (takesParked) await resume(page)
    const sold = takesParked ? parked! : await fillTicket(page, shop, next, times)
    if (takesParked) parked = undefined
    else if (!parked && next() < 0.06) {
      parked = sold
      counts.parked += 1
      return park(page)
    }
    ledger.record(sold, await pay(page, totalOf(sold), next, times))
    counts.sales += 1
    if (next() < 0.05) refundable = { entry: await lastEntry(page), sold }
    else if (refundable && next() < 0.3) {
      await refund(page, refundable.entry)
      ledger.record(refundable.sold, { cash: totalOf(refundable.sold) }, true)
      refundable = undefined
      counts.refunds += 1
    }
  }

  while (elapsed() < WEEK_MS) {
    const { day, share } = placeIn(week)
    if (day > closedDay + 1)
      throw new Error(`this machine is too busy: day ${day} was not closed in time`)
    if (closedDay === day) {
      await page.waitForTimeout(200)
      continue
    }
    if (share > EVENING) {
      await closeDay(page)
      ledger.close()
      closedDay = day
      counts.closings += 1
      continue
    }
    if (elapsed() * week.speed > syncedAt + SYNC_EVERY_MS) {
      syncedAt = elapsed() * week.speed
      await shop.changePrices(next)
      await syncAll(page)
      counts.syncs += 1
    }
    if (counts.updates === 0 && elapsed() > WEEK_MS * UPDATE_AT) {
      await update(page)
      counts.updates += 1
    }
    if (elapsed() > sampledAt + WEEK_MS / SAMPLES) {
      sampledAt = elapsed()
      await sample()
    }
    // Sales are spread over the week; a machine that is behind sells without a pause.
    if (counts.sales < Math.min(1, elapsed() / WEEK_MS / EVENING) * SALES) await sellOne()
    else await page.waitForTimeout(50)
  }
  await sample()

  await page.goto('/#/config/general/caisse')
  await page.getByTestId('check-journal').click()
  await expect(page.getByTestId('journal-check')).toContainText(/écritures? vérifiée/, {
    timeout: 120_000,
  })
  const growths = JUDGED.map(name => growthOf(name, samples[name] ?? [], WEEK_MS))
  const wrong = differences(ledger, await sealedIn(page))
  const result = {
    minutes: MINUTES,
    speed: week.speed,
    counts,
    growths,
    wrong,
    ledger: ledger.all,
    samples,
  }
  mkdirSync(join(root, 'test-results'), { recursive: true })
  writeFileSync(join(root, 'test-results/soak.json'), JSON.stringify(result, null, 2))
  console.table(growths)
  console.log(counts)
  expect(wrong).toEqual([])
  expect(counts.sales).toBeGreaterThanOrEqual(SALES * 0.95)
  expect(tooMuchGrowth(growths)).toEqual([])
})
