// A till of a shop with others, whose sales it holds: what one more till costs those that are there.
import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectShop, foundShop, openDevice } from '../../e2e/sharing/devices'
import { startShopServer } from '../../e2e/sharing/shopServer'
import { callerOf, materialOf } from '../sharing/otherJournals'
import { leaveOnShelf, opener } from './keptTill.mjs'

const ENTRIES_EACH = 10_000
const RUNS_AT_ONCE = 16

/**
 * A till that shares with so many others less one, each of which sealed ten thousand entries. The shop's server
 * stays, and the till listens to it while it sells; `open` and `end` as of a till that is kept.
 */
export async function keepShop(tills: number) {
  const server = await startShopServer()
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-growth-shop-'))
  const end = async () => {
    await server.close()
    execFileSync('rm', ['-rf', folder])
  }
  try {
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
    await leaveOnShelf(till.page)
    await till.close()
  } catch (error) {
    await end()
    throw error
  }
  return { open: opener(folder, server.origin), end }
}
