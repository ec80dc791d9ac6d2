import { execFileSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import {
  connectShop,
  foundShop,
  launchBrowser,
  openDevice,
  type Device,
} from '../../e2e/sharing/devices'
import { startShopServer } from '../../e2e/sharing/shopServer'
import { callerOf, materialOf } from './otherJournals'

type Tell = (text: string) => void
declare global {
  interface Window {
    /** When the first tile was there, by the page's clock. */
    benchTileMs?: number
  }
}

/** A phone of today's middle is so many times slower than this machine. */
const SLOWER = 4
const OPENINGS = 7
const RUNS_AT_ONCE = 16
const HUNDREDS = 10

/** What the screens of a phone took over its copies, in milliseconds. */
export interface CopiesFigures {
  openedBefore: Opened[]
  openedAfter: Opened[]
  screens: [name: string, ms: number][]
  filled: { entries: number; msByQuarter: number[]; bytes: number }
  blocksMs: number[]
  blockBytes: number
  memory: { pageBytes: number; workerBytes: number }
}

interface Opened {
  tileMs: number
  tapMs: number
}

/** A phone of a shop whose other tills sealed so many entries: what it takes to hold and read them. */
export async function measureCopies(tell: Tell, entries: number): Promise<CopiesFigures> {
  const server = await startShopServer()
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-copies-'))
  /** The same phone before anything came of the other tills. */
  const bare = mkdtempSync(join(tmpdir(), 'comptoir-bare-'))
  let phone: Device | undefined
  try {
    phone = await openDevice(server.origin, 'phone', folder)
    await connectShop(phone, server.origin)
    await foundShop(phone, 'Téléphone')
    await phone.page.waitForTimeout(2_000)
    await phone.close()
    execFileSync('cp', ['-r', `${folder}/.`, bare])
    phone = await openDevice(server.origin, 'phone', folder)
    const { filled, blocksMs, blockBytes } = await fill(tell, phone.page, entries)
    await phone.close()
    tell(`dossier du navigateur : ${execFileSync('du', ['-sh', folder]).toString().split('\t')[0]}`)
    const [openedBefore, openedAfter] = await openByTurns(server.origin, [bare, folder])
    phone = await openDevice(server.origin, 'phone', folder)
    const screens = await readScreens(tell, phone.page)
    const memory = await memoryOf(phone.page)
    return { openedBefore, openedAfter, screens, filled, blocksMs, blockBytes, memory }
  } finally {
    await phone?.close()
    await server.close()
    execFileSync('rm', ['-rf', folder, bare])
  }
}

/** Opens both phones by turns, each in a browser that was closed: what the machine does hits both. */
async function openByTurns(
  origin: string,
  folders: readonly [string, string],
): Promise<readonly [Opened[], Opened[]]> {
  const times: [Opened[], Opened[]] = [[], []]
  for (let count = 0; count < OPENINGS; count += 1) {
    times[0].push(await openOnce(origin, folders[0]))
    times[1].push(await openOnce(origin, folders[1]))
  }
  return times
}

/** Opens the till until its first tile, and a tap on it. */
async function openOnce(origin: string, folder: string): Promise<Opened> {
  const context = await launchBrowser(origin, 'phone', folder)
  // Two phones that are one device would find each other out.
  await context.route(
    url => url.pathname.includes('/boite/'),
    route => route.abort(),
  )
  const page = context.pages()[0] ?? (await context.newPage())
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (!document.querySelector('[data-testid^="tile-ps-"]')) return
      window.benchTileMs ??= performance.now()
      seen.disconnect()
    })
    seen.observe(document, { childList: true, subtree: true })
  })
  await page.goto('/#/sell', { timeout: 60_000 })
  await page.waitForFunction(() => window.benchTileMs !== undefined, undefined, {
    timeout: 60_000,
  })
  const tileMs = await page.evaluate(() => window.benchTileMs ?? 0)
  await page.waitForTimeout(3_000)
  const opened = { tileMs, tapMs: await tap(page) }
  await context.close()
  return opened
}

/** Milliseconds from a tap on a tile until what it did is drawn, as the page itself sees it. */
const tap = (page: Page) =>
  page.evaluate(async () => {
    const tile = document.querySelector<HTMLElement>('[data-testid^="tile-ps-"]')
    if (!tile) throw new Error('a tile')
    const before = tile.textContent
    const startedAt = performance.now()
    tile.click()
    while (tile.textContent === before) await new Promise(resolve => requestAnimationFrame(resolve))
    return performance.now() - startedAt
  })

async function fill(tell: Tell, page: Page, entries: number) {
  const call = await callerOf(page)
  await call('begin', materialOf(entries, ['M', 'N', 'P']))
  const before = await call('diskBytes')
  const blocksMs = await call('takeBlocks', HUNDREDS)
  const between = await call('diskBytes')
  const parts: { ms: number; entries: number }[] = []
  for (let left = entries - HUNDREDS * 100; left > 0;) {
    const kept = await call('keepRuns', RUNS_AT_ONCE)
    if (kept.entries === 0) break
    parts.push(kept)
    left -= kept.entries
    if (parts.length % 20 === 0)
      tell(`(${left} écritures restent, charge ${loadavg()[0]?.toFixed(1)})`)
  }
  const bytes = (await call('diskBytes')) - between
  const kept = parts.reduce((sum, one) => sum + one.entries, 0)
  const quarter = Math.max(1, Math.floor(parts.length / 4))
  const msByQuarter = [0, 1, 2, 3].map(place => {
    const some = parts.slice(place * quarter, (place + 1) * quarter)
    const count = some.reduce((sum, one) => sum + one.entries, 0)
    return (some.reduce((sum, one) => sum + one.ms, 0) * 1_000) / Math.max(1, count)
  })
  const blockBytes = (between - before) / (HUNDREDS * 100)
  return { filled: { entries: kept, msByQuarter, bytes }, blocksMs, blockBytes }
}

/** How long each screen takes over all copies, at the phone's speed; the worker is not slowed down. */
async function readScreens(tell: Tell, page: Page): Promise<[string, number][]> {
  page.setDefaultTimeout(300_000)
  const screens: [string, number][] = []
  const timed = async (name: string, act: () => Promise<unknown>) => {
    const startedAt = performance.now()
    await act()
    const ms = performance.now() - startedAt
    screens.push([name, ms])
    tell(`${name} : ${(ms / 1_000).toFixed(1)} s (charge ${loadavg()[0]?.toFixed(1)})`)
  }
  const report = async (period: string) => {
    await page.getByTestId(`period-${period}`).check({ force: true })
    await page.locator('[data-testid="report-span"][aria-busy="false"]').waitFor()
  }
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await timed('Rapports, aujourd’hui', async () => {
    await page.goto('/#/reports')
    await page.getByTestId('figure-tickets').waitFor()
    await page.locator('[data-testid="report-span"][aria-busy="false"]').waitFor()
  })
  await timed('Rapports, mois', () => report('month'))
  await timed('Rapports, année', () => report('year'))
  const sales = page.locator('[data-testid^="sale-"]')
  await page.goto('/#/sales')
  await timed('Ventes, toutes les caisses', async () => {
    await page.getByText('Toutes les caisses', { exact: true }).click()
    await sales.first().waitFor()
  })
  await timed('Ventes, une vente ouverte, sceau vérifié', async () => {
    await sales.first().click()
    await page.getByTestId('seal-check').waitFor()
  })
  await page.goto('/#/inspection')
  await page.getByTestId('inspection-begin').click()
  await timed('Contrôle, copie d’une caisse', async () => {
    await page.getByLabel('Copie de la caisse M').first().check({ force: true })
    await page.getByTestId('copy-note').waitFor()
    await page.locator('[data-testid^="day-"]').first().waitFor()
    await page.locator('[data-testid^="entry-"]').first().waitFor()
  })
  return screens
}

async function memoryOf(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const [worker] = page.workers()
  const workerBytes = await worker?.evaluate(
    () =>
      (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ??
      0,
  )
  return { pageBytes: usedSize, workerBytes: workerBytes ?? 0 }
}
