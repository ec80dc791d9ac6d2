// A till of a shop with others, whose sales it holds: what one more till costs those that are there.
import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { connectShop, foundShop, openDevice } from '../../e2e/sharing/devices'
import { startShopServer } from '../../e2e/sharing/shopServer'
import { callerOf, materialOf } from '../sharing/otherJournals'

const ENTRIES_EACH = 10_000
const RUNS_AT_ONCE = 16
const ARGS = ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info']

/**
 * A till that shares with so many others less one, each of which sealed ten thousand entries. The shop's server
 * stays, and the till listens to it while it sells; `open` and `end` as of a till that is kept.
 */
export async function keepShop(tills: number) {
  const server = await startShopServer()
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-growth-shop-'))
  const till = await openDevice(server.origin, 'tablet', folder)
  await connectShop(till, server.origin)
  await foundShop(till, 'Comptoir')
  await till.page.waitForTimeout(2_000)
  const letters = [...'BCDEFGHIJ'].slice(0, tills - 1)
  if (letters.length > 0) {
    const call = await callerOf(till.page)
    await call('begin', materialOf(ENTRIES_EACH * letters.length, letters))
    while ((await call('keepRuns', RUNS_AT_ONCE)).entries > 0);
  }
  await till.page.goto('/#/sell')
  await till.page.reload()
  await till.page.locator('[data-testid^="tile-ps-"]').first().waitFor()
  await till.page.waitForTimeout(5_000)
  await till.close()
  const open = async (moreArgs: readonly string[] = []) => {
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [...ARGS, ...moreArgs],
      viewport: { width: 1280, height: 800 },
      locale: 'fr-FR',
      hasTouch: true,
      serviceWorkers: 'allow',
      baseURL: server.origin,
    })
    const page = context.pages()[0] ?? (await context.newPage())
    page.setDefaultTimeout(180_000)
    return { context, page }
  }
  const end = async () => {
    await server.close()
    execFileSync('rm', ['-rf', folder])
  }
  return { open, end }
}
