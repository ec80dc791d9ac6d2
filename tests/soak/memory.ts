import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from '@playwright/test'
import type { Thread } from './workers'

const PAGE_KB = 4

/**
 * What the till holds after a forced collection, in kilobytes: workers together, and the process that
 * both run in as the system counts it. `nodes` are those of the document.
 */
export type Held = Record<'pageKb' | 'workersKb' | 'processKb' | 'nodes', number>

/** Collects what nothing holds, in the page and in its workers, then measures what is left. */
export async function measureMemory(
  page: Page,
  devtools: CDPSession,
  threads: ReadonlyMap<string, Thread>,
): Promise<Held> {
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  let workers = 0
  for (const { send } of threads.values()) {
    await send('HeapProfiler.collectGarbage')
    workers += Number((await send('Runtime.getHeapUsage')).usedSize)
  }
  return {
    pageKb: usedSize / 1024,
    workersKb: workers / 1024,
    processKb: await processKb(page),
    nodes: (await devtools.send('Memory.getDOMCounters')).nodes,
  }
}

/** Memory of the largest renderer: the till's; another one may be spare. */
async function processKb(page: Page): Promise<number> {
  const browser = page.context().browser()
  if (!browser) return NaN
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = processInfo.flatMap(({ type, id }) => {
    if (type !== 'renderer') return []
    const [, resident] = readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')
    return Number(resident) * PAGE_KB
  })
  return Math.max(...sizes)
}
