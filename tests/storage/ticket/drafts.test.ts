import { afterEach, describe, expect, it, vi } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, aTill, AT, CONTEXT } from '../../support/factory'
import { mergeTickets } from '@/core/ticket/mergeTickets'
import { splitByShares } from '@/core/ticket/shareTicket'
import { removeLine, type Ticket } from '@/core/ticket/ticket'
import { NOBODY } from '@/core/people/user'
import { keepDraft, listParked, resumeDraft } from '@/till/ticket/keepDraft'
import { openTill } from '@/till/openTill'
import {
  cancelTicket,
  mergeTicket,
  parkTicket,
  renameParked,
  resumeTicket,
  splitTicket,
  traceGoneLines,
  undoAct,
} from '@/till/ticket/parkTicket'
import { sellTicket } from '@/till/payment/sellTicket'
import type { Till } from '@/till/context'

const first = aTicket([anArticle()], 'first')
const second = aTicket([anArticle({ articleId: 'ps-1', priceCents: 950 })], 'second')
const parkedAt = AT.at
const LATER = { at: '2026-01-02T11:00:00.000+01:00', day: '2026-01-02' }

afterEach(() => vi.restoreAllMocks())

async function anOpenTill(over: Partial<Till> = {}): Promise<Till> {
  const till = aTill(over)
  await openTill(till)
  return till
}

/** Every ticket as the next start finds it: on the counter, then put aside. */
async function afterRestart(till: Till): Promise<{ open: string; parked: string[] }> {
  vi.restoreAllMocks()
  const restarted = anotherTab(till)
  const open = await resumeDraft(restarted)
  const parked = await listParked(restarted)
  return {
    open: open.lines.length > 0 ? open.ticketId : '',
    parked: parked.map(({ ticket }) => ticket.ticketId),
  }
}

const tracesOf = async (till: Till) =>
  (await till.tillDb.journal.toArray()).flatMap(({ event }) =>
    event.kind === 'trace' ? [[event.what, event.detail] as const] : [],
  )

const shares = () => {
  let count = 0
  return splitByShares(first, 3, () => `share-${++count}`, AT.at)
}

describe('parked tickets', () => {
  it('are found again after a restart, the last first, and only there', async () => {
    const till = await anOpenTill()
    await keepDraft(till, first)
    await parkTicket(till, NOBODY, { ticket: first, parkedAt })
    await keepDraft({ ...till, now: () => LATER }, second)
    await parkTicket(till, NOBODY, { ticket: second, parkedAt: LATER.at })
    expect(await afterRestart(till)).toEqual({ open: '', parked: ['second', 'first'] })

    await resumeTicket(till, NOBODY, first, [])
    expect(await afterRestart(till)).toEqual({ open: 'first', parked: ['second'] })

    await renameParked(till, { ticket: { ...second, name: 'Mme Martin' }, parkedAt })
    expect((await listParked(anotherTab(till)))[0]?.ticket.name).toBe('Mme Martin')
  })

  it('stay in their own mode: a lesson never shows those of the shop', async () => {
    const till = await anOpenTill()
    const lesson = { ...till, isTraining: true }
    await parkTicket(till, NOBODY, { ticket: first, parkedAt })
    await keepDraft(lesson, second)
    expect(await afterRestart(till)).toEqual({ open: '', parked: ['first'] })
    expect(await afterRestart(lesson)).toEqual({ open: 'second', parked: [] })
  })

  it('are gone once sold, whatever was written late', async () => {
    const till = await anOpenTill()
    await parkTicket(till, NOBODY, { ticket: first, parkedAt })
    await sellTicket(till, first, [aTender(5000)], CONTEXT)
    await renameParked(till, { ticket: first, parkedAt })
    expect(await afterRestart(till)).toEqual({ open: '', parked: [] })
    expect(await till.tillDb.tickets.count()).toBe(0)
  })

  it('are looked for in the journal all at once', async () => {
    const till = await anOpenTill()
    for (const ticketId of ['a', 'b', 'c']) {
      await parkTicket(till, NOBODY, { ticket: aTicket([anArticle()], ticketId), parkedAt })
    }
    const queries = vi.spyOn(till.tillDb.journal, 'where')
    expect(await listParked(till)).toHaveLength(3)
    expect(queries).toHaveBeenCalledTimes(1)
  })

  it('take in a ticket that a kill left open behind another', async () => {
    const till = await anOpenTill()
    await keepDraft(till, first)
    await keepDraft({ ...till, now: () => LATER }, second)
    expect(await afterRestart(till)).toEqual({ open: 'second', parked: ['first'] })
  })
})

describe('what leaves a trace', () => {
  it('is every park, resumption, split, merge and cancellation, with total and pieces', async () => {
    const till = await anOpenTill()
    const detail = { ticketId: 'first', totalCents: 1548, pieces: 1 }
    const [open, ...others] = shares()
    await parkTicket(till, NOBODY, { ticket: first, parkedAt })
    await resumeTicket(till, NOBODY, first, [{ ticket: second, parkedAt }])
    await splitTicket(
      till,
      NOBODY,
      first,
      open!,
      others.map(ticket => ({ ticket, parkedAt })),
    )
    await mergeTicket(till, NOBODY, mergeTickets(first, second), second)
    await cancelTicket(till, NOBODY, first)
    await undoAct(till, NOBODY, { open: first, parked: [], droppedIds: [] }, 'cleared', first)
    expect(await tracesOf(till)).toEqual([
      ['ticket-parked', detail],
      ['ticket-parked', { ticketId: 'second', totalCents: 950, pieces: 1 }],
      ['ticket-resumed', detail],
      ['ticket-split', { ...detail, parts: 3 }],
      ['ticket-merged', { ...detail, totalCents: 2498, pieces: 2, mergedId: 'second' }],
      ['ticket-cancelled', detail],
      ['act-undone', { ...detail, act: 'cleared' }],
    ])
  })

  it('is a line taken off before it was paid, but never a name given to a ticket', async () => {
    const till = await anOpenTill()
    const both = { ...aTicket([anArticle(), anArticle({ articleId: 'ps-1' })]), name: 'Mme Martin' }
    await traceGoneLines(till, NOBODY, both, removeLine(both, 'ticket-1-line-0'))
    await parkTicket(till, NOBODY, { ticket: both, parkedAt })
    const traces = await tracesOf(till)
    expect(traces[0]).toEqual([
      'line-removed',
      { ticketId: 'ticket-1', name: 'Carnet renard', quantityMilli: 1000, amountCents: 1548 },
    ])
    expect(JSON.stringify(traces)).not.toContain('Martin')
  })
})

it('lines taken off together are traced together, or not at all', async () => {
  const till = await anOpenTill()
  const both = aTicket([anArticle(), anArticle({ articleId: 'ps-1' })])
  const none = { ...both, lines: [] }
  const seal = till.tillDb.journal.add.bind(till.tillDb.journal)
  let sealed = 0
  vi.spyOn(till.tillDb.journal, 'add').mockImplementation((entry, key) => {
    sealed += 1
    if (sealed === 2) throw new DOMException('the disk is full', 'QuotaExceededError')
    return seal(entry, key)
  })
  expect(await traceGoneLines(till, NOBODY, both, none)).toMatchObject({ ok: false })
  vi.restoreAllMocks()
  expect(await tracesOf(till)).toEqual([])
  expect(await traceGoneLines(till, NOBODY, both, none)).toEqual({ ok: true, value: true })
  expect((await tracesOf(till)).map(([what]) => what)).toEqual(['line-removed', 'line-removed'])
})

describe('a kill or a refusal of the disk at any step', () => {
  const steps: [string, (till: Till) => void][] = [
    ['writing tickets', till => failing(till.tillDb.tickets, 'bulkPut')],
    ['dropping tickets', till => failing(till.tillDb.tickets, 'bulkDelete')],
    ['reading the last entry', till => failing(till.tillDb.journal, 'where')],
    ['sealing the trace', till => failing(till.tillDb.journal, 'add')],
    ['moving the head', till => failing(till.tillDb.heads, 'put')],
  ]
  const moves: [string, (till: Till) => ReturnType<typeof parkTicket>, Places][] = [
    [
      'parking',
      till => parkTicket(till, NOBODY, { ticket: first, parkedAt: LATER.at }),
      { open: '', parked: ['first', 'second'] },
    ],
    [
      'resuming',
      till => resumeTicket(till, NOBODY, second, [{ ticket: first, parkedAt: LATER.at }]),
      { open: 'second', parked: ['first'] },
    ],
    [
      'sharing',
      till => {
        const [open, ...others] = shares()
        const parked = others.map(ticket => ({ ticket, parkedAt: LATER.at }))
        return splitTicket(till, NOBODY, first, open!, parked)
      },
      { open: 'first', parked: ['share-1', 'share-2', 'second'] },
    ],
    [
      'merging',
      till => mergeTicket(till, NOBODY, mergeTickets(first, second), second),
      { open: 'first', parked: [] },
    ],
    ['cancelling', till => cancelTicket(till, NOBODY, first), { open: '', parked: ['second'] }],
  ]
  const all = moves.flatMap(([move, act, done]) =>
    steps.map(([step, breakIt]) => ({ move, step, act, done, breakIt })),
  )

  it.each(all)('while $step in $move: every ticket is there once, as before', async one => {
    const till = await anOpenTill()
    await keepDraft(till, first)
    await parkTicket(till, NOBODY, { ticket: second, parkedAt })
    one.breakIt(till)
    expect(await one.act(till)).toMatchObject({
      ok: false,
      error: { code: 'ticket-not-written', cause: 'disk-full' },
    })
    expect(await afterRestart(till)).toEqual({ open: 'first', parked: ['second'] })
    expect(await tracesOf(till)).toHaveLength(1)

    expect(await one.act(till)).toEqual({ ok: true, value: true })
    expect(await afterRestart(till)).toEqual(one.done)
  })

  it('throws what is not the disk’s doing, for the root handler', async () => {
    const till = await anOpenTill()
    vi.spyOn(till.tillDb.tickets, 'bulkPut').mockImplementation(() => {
      throw new TypeError('our own mistake')
    })
    const parked = { ticket: first, parkedAt }
    await expect(parkTicket(till, NOBODY, parked)).rejects.toThrow('our own mistake')
  })
})

it('a late write of the draft comes before the parking that was asked after it', async () => {
  const till = await anOpenTill()
  const more: Ticket = { ...first, note: 'Cadeau' }
  await Promise.all([
    keepDraft(till, first),
    keepDraft(till, more),
    parkTicket(till, NOBODY, { ticket: more, parkedAt }),
  ])
  expect(await afterRestart(till)).toEqual({ open: '', parked: ['first'] })
  expect((await listParked(till))[0]?.ticket.note).toBe('Cadeau')
})

interface Places {
  open: string
  parked: string[]
}

function failing(table: object, method: string): void {
  vi.spyOn(table as Record<string, () => unknown>, method).mockImplementation(() => {
    throw new DOMException('the disk is full', 'QuotaExceededError')
  })
}
