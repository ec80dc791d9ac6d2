import { describe, expect, it } from 'vitest'
import { aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import type { SyncRun } from '@/core/catalogue/syncRun'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { recordClockMoved, recordStart, recordSync } from '@/till/journal/recordTechnical'
import type { Till } from '@/till/context'

const FACTS = { persisted: true, fiscalFingerprint: 'f'.repeat(64) }

async function tracesOf(till: Till) {
  const entries = await till.tillDb.journal.orderBy('[till+number]').toArray()
  return entries.flatMap(({ event }) => (event.kind === 'trace' ? [event] : []))
}

async function anOpenTill(): Promise<Till> {
  const till = aTill()
  await openTill(till)
  return till
}

const at = (till: Till, day: string, time = '10:00:00'): Till => ({
  ...till,
  now: () => ({ at: `${day}T${time}.000+01:00`, day }),
})

describe('the start of a till', () => {
  it('is traced with what it runs, once a day where nothing happens (R4, R12)', async () => {
    const till = await anOpenTill()
    for (let start = 0; start < 50; start++) await recordStart(till, FACTS)
    await recordStart(at(till, '2026-01-03'), FACTS)
    const traces = await tracesOf(till)
    expect(traces.map(trace => trace.what)).toEqual(['till-started', 'till-started'])
    expect(traces[0]?.detail).toEqual({
      version: '0.0.0',
      fiscalVersion: '1',
      fiscalFingerprint: FACTS.fiscalFingerprint,
      persisted: true,
    })
  })

  it('is traced again once something was sealed since', async () => {
    const till = await anOpenTill()
    await recordStart(till, FACTS)
    await sellTicket(till, aTicket(), [aTender(1548)], CONTEXT)
    await recordStart(till, FACTS)
    expect(await tracesOf(till)).toHaveLength(2)
  })

  it('tells of an update, once', async () => {
    const till = await anOpenTill()
    await recordStart(till, FACTS)
    const updated = { ...till, software: { name: 'Comptoir', version: '0.0.1' } }
    await recordStart(updated, FACTS)
    await recordStart(updated, FACTS)
    const traces = await tracesOf(till)
    expect(traces.filter(trace => trace.what === 'till-updated')).toMatchObject([
      { detail: { from: '0.0.0', to: '0.0.1' } },
    ])
  })

  it('tells of a clock behind what was sealed last, once', async () => {
    const till = await anOpenTill()
    await recordStart(till, FACTS)
    const before = at(till, '2026-01-02', '09:00:00')
    await recordStart(before, FACTS)
    await recordStart(before, FACTS)
    const moved = (await tracesOf(till)).filter(trace => trace.what === 'clock-moved')
    expect(moved).toMatchObject([{ detail: { movedSeconds: -3600 } }])
  })

  it('is not told in the demo’s books', async () => {
    const till = aTill({ space: 'demo' })
    await openTill(till)
    await recordStart(till, FACTS)
    expect(await tracesOf(till)).toEqual([])
  })

  it('is never part of a lesson', async () => {
    const till = await anOpenTill()
    await recordStart({ ...till, isTraining: true }, FACTS)
    await recordClockMoved({ ...till, isTraining: true }, 600_000)
    const entries = await till.tillDb.journal.toArray()
    expect(entries.map(entry => entry.training)).toEqual([false, false, false])
  })
})

describe('a sync', () => {
  const counts = { created: 1, changed: 2, retired: 0, articles: 9, departments: 1, vatGroups: 2 }
  const run: SyncRun = {
    runId: 'run',
    host: 'shop.example',
    trigger: 'automatic',
    startedAt: '',
    endedAt: '',
    requests: 3,
    counts,
    unreadable: [],
    outcome: 'applied',
    error: null,
  }

  it('is traced with what it changed; one that changed nothing is not', async () => {
    const till = await anOpenTill()
    await recordSync(till, run)
    await recordSync(till, { ...run, outcome: 'waiting' })
    await recordSync(till, { ...run, outcome: 'unchanged' })
    await recordSync(till, { ...run, counts: { ...counts, created: 0, changed: 0 } })
    expect(await tracesOf(till)).toMatchObject([
      { what: 'catalogue-synced', detail: { created: 1, changed: 2, retired: 0 } },
    ])
  })
})
