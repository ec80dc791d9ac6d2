import { describe, expect, it } from 'vitest'
import { aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import type { SyncRun } from '@/core/catalogue/syncRun'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { recordClockMoved, recordStart, recordSync } from '@/till/journal/recordTechnicalTraces'
import type { TillContext } from '@/till/context'

const FACTS = { persisted: true, fiscalFingerprint: 'f'.repeat(64) }

async function tracesOf(context: TillContext) {
  const entries = await context.tillDb.journal.orderBy('[till+number]').toArray()
  return entries.flatMap(({ event }) => (event.kind === 'trace' ? [event] : []))
}

async function anOpenTill(): Promise<TillContext> {
  const context = aTill()
  await openTill(context)
  return context
}

const at = (context: TillContext, day: string, time = '10:00:00'): TillContext => ({
  ...context,
  now: () => ({ at: `${day}T${time}.000+01:00`, day }),
})

describe('the start of a till', () => {
  it('is traced with what it runs, once a day where nothing happens (R4, R12)', async () => {
    const context = await anOpenTill()
    for (let start = 0; start < 50; start++) await recordStart(context, FACTS)
    await recordStart(at(context, '2026-01-03'), FACTS)
    const traces = await tracesOf(context)
    expect(traces.map(trace => trace.what)).toEqual(['till-started', 'till-started'])
    expect(traces[0]?.detail).toEqual({
      version: '0.0.0',
      fiscalVersion: '1',
      fiscalFingerprint: FACTS.fiscalFingerprint,
      persisted: true,
    })
  })

  it('is traced again once something was sealed since', async () => {
    const context = await anOpenTill()
    await recordStart(context, FACTS)
    await sellTicket(context, aTicket(), [aTender(1548)], CONTEXT)
    await recordStart(context, FACTS)
    expect(await tracesOf(context)).toHaveLength(2)
  })

  it('traces an update, once', async () => {
    const context = await anOpenTill()
    await recordStart(context, FACTS)
    const updated = { ...context, software: { name: 'Comptoir', version: '0.0.1' } }
    await recordStart(updated, FACTS)
    await recordStart(updated, FACTS)
    const traces = await tracesOf(context)
    expect(traces.filter(trace => trace.what === 'till-updated')).toMatchObject([
      { detail: { from: '0.0.0', to: '0.0.1' } },
    ])
  })

  it('traces a clock that is behind the last entry, once', async () => {
    const context = await anOpenTill()
    await recordStart(context, FACTS)
    const before = at(context, '2026-01-02', '09:00:00')
    await recordStart(before, FACTS)
    await recordStart(before, FACTS)
    const moved = (await tracesOf(context)).filter(trace => trace.what === 'clock-moved')
    expect(moved).toMatchObject([{ detail: { movedSeconds: -3600 } }])
  })

  it('is not traced in the demo', async () => {
    const context = aTill({ space: 'demo' })
    await openTill(context)
    await recordStart(context, FACTS)
    expect(await tracesOf(context)).toEqual([])
  })

  it('is never marked as training', async () => {
    const context = await anOpenTill()
    await recordStart({ ...context, isTraining: true }, FACTS)
    await recordClockMoved({ ...context, isTraining: true }, 600_000)
    const entries = await context.tillDb.journal.toArray()
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
    const context = await anOpenTill()
    await recordSync(context, run)
    await recordSync(context, { ...run, outcome: 'waiting' })
    await recordSync(context, { ...run, outcome: 'unchanged' })
    await recordSync(context, { ...run, counts: { ...counts, created: 0, changed: 0 } })
    expect(await tracesOf(context)).toMatchObject([
      { what: 'catalogue-synced', detail: { created: 1, changed: 2, retired: 0 } },
    ])
  })
})
