import { describe, expect, it } from 'vitest'
import { syncResultOf } from '@/core/catalogue/syncResult'
import type { SyncRun } from '@/core/catalogue/syncRun'

const aRun = (at: string, created: number, more: Partial<SyncRun> = {}): SyncRun => ({
  runId: at,
  host: 'shop.example',
  trigger: 'automatic',
  startedAt: `2026-01-05T${at}:00.000Z`,
  endedAt: `2026-01-05T${at}:09.000Z`,
  requests: 3,
  counts: { created, changed: 0, retired: 0, articles: 68, departments: 9, vatGroups: 3 },
  unreadable: [],
  outcome: created > 0 ? 'applied' : 'unchanged',
  error: null,
  ...more,
})

const first = aRun('10:00', 68, { trigger: 'hand' })
const quiet = aRun('10:42', 0)

describe('what is shown of the syncs', () => {
  it('is nothing before the first', () => expect(syncResultOf(null, [])).toBeNull())

  it('stays the last change when the till looked by itself and found nothing', () => {
    const shown = { run: first, recheckedAt: quiet.endedAt }
    expect(syncResultOf(quiet, [quiet, aRun('10:20', 0), first])).toEqual(shown)
    // The log may be read later than the last sync.
    expect(syncResultOf(quiet, [first])).toEqual(shown)
  })

  it.each([
    ['asked for by a hand', aRun('10:42', 0, { trigger: 'hand' })],
    ['that found something', aRun('10:42', 2)],
    ['that waits for the owner', aRun('10:42', 0, { outcome: 'waiting' })],
    [
      'with rows it could not read',
      aRun('10:42', 0, { unreadable: [{ resource: 'products', id: 1, detail: 'price' }] }),
    ],
  ])('is the run itself when it is one %s', (_, run) => {
    expect(syncResultOf(run, [run, first])).toEqual({ run, recheckedAt: null })
  })

  it('is never a change that was undone, or an earlier one', () => {
    const undone = aRun('10:30', 5, { outcome: 'undone' })
    const itself = { run: quiet, recheckedAt: null }
    expect(syncResultOf(quiet, [quiet, undone, first])).toEqual(itself)
    expect(syncResultOf(quiet, [quiet])).toEqual(itself)
  })
})
