// A till whose browser is closed and opened again: what it holds is on the disk, as on a tablet.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { connect, origin, serveShop, syncOnce, tablet } from '../till.mjs'
import { fillJournal } from '../verifyTill.mjs'

const ARGS = ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info']

/** Opens the browser of a kept till anew: its context, and its page. */
export const opener =
  (folder, at) =>
  async (moreArgs = []) => {
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [...ARGS, ...moreArgs],
      ...tablet(at),
    })
    const [page] = context.pages()
    page.setDefaultTimeout(180_000)
    return { context, page }
  }

/** Leaves a till on its shelf, with the files kept that a first visit does not need: they come quietly, later. */
export async function leaveOnShelf(page) {
  await page.goto('/#/sell')
  await page.reload()
  await page.locator('[data-testid^="tile-ps-"]').first().waitFor()
  await page.waitForTimeout(5_000)
}

/**
 * A till of a shop of so many articles, with a journal or an empty one, ready for a day without a
 * network: `open` starts its browser anew, and `end` removes it all.
 */
export async function keepTill(articles, journal) {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-growth-'))
  const open = opener(folder, origin)
  const server = await serveShop(articles)
  try {
    const { context, page } = await open()
    await connect(page)
    await syncOnce(page)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    if (journal) await fillJournal(page, journal)
    await leaveOnShelf(page)
    await context.close()
  } finally {
    server.kill()
  }
  return { open, end: () => rmSync(folder, { recursive: true }) }
}
