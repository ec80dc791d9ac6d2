import type { Page } from '@playwright/test'

/**
 * What this machine takes at this moment, in milliseconds: for a frame, and for a durable write of
 * one small row to a database of its own, until it is painted. The till's times are judged by their
 * ratio to these, since a machine that others use slows both.
 */
export function measureBare(page: Page): Promise<{ frameMs: number; writeMs: number }> {
  return page.evaluate(async () => {
    const painted = () =>
      new Promise<void>(resolve => requestAnimationFrame(() => setTimeout(resolve)))
    const opening = indexedDB.open('soak-bare')
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('rows'))
    await new Promise(resolve => opening.addEventListener('success', resolve))
    const write = () =>
      new Promise(resolve => {
        const how = { durability: 'strict' } as const
        const writing = opening.result.transaction('rows', 'readwrite', how)
        writing.objectStore('rows').put('x'.repeat(3_000), 1)
        writing.addEventListener('complete', resolve)
      })
    const timesOf = async (act: () => Promise<unknown>) => {
      const all: number[] = []
      for (let round = 0; round < 9; round += 1) {
        const startedAt = performance.now()
        await act()
        await painted()
        all.push(performance.now() - startedAt)
      }
      return all.toSorted((a, b) => a - b)[4]!
    }
    const frameMs = await timesOf(() => Promise.resolve())
    const writeMs = await timesOf(write)
    opening.result.close()
    return { frameMs, writeMs }
  })
}
