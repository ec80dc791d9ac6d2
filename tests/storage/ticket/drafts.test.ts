import { afterEach, describe, expect, it, vi } from 'vitest'
import { anArticle, anotherTab, aTender, aTicket, aTill, AT, CONTEXT } from '../../support/factory'
import { mergeTickets } from '@/core/ticket/mergeTickets'
import { splitByShares } from '@/core/ticket/shareTicket'
import { type Ticket } from '@/core/ticket/ticket'
import { removeLine } from '@/core/ticket/lines'
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
  undoAction,
} from '@/till/ticket/parkTicket'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const first = aTicket([anArticle()], 'first')
const second = aTicket([anArticle({ articleId: 'ps-1', priceCents: 950 })], 'second')
const parkedAt = AT.at
const LATER = { at: '2026-01-02T11:00:00.000+01:00', day: '2026-01-02' }

afterEach(() => vi.restoreAllMocks())

async function anOpenTill(over: Partial<TillContext> = {}): Promise<TillContext> {
  const context = aTill(over)
  await openTill(context)
  return context
}

/** Ids of the tickets as the next start finds them: the open one, and the parked ones. */
async function afterRestart(context: TillContext): Promise<{ open: string; parked: string[] }> {
  vi.restoreAllMocks()
  const restarted = anotherTab(context)
  const open = await resumeDraft(restarted)
  const parked = await listParked(restarted)
  return {
    open: open.lines.length > 0 ? open.ticketId : '',
    parked: parked.map(({ ticket }) => ticket.ticketId),
  }
}

const tracesOf = async (context: TillContext) =>
  (await context.tillDb.journal.toArray()).flatMap(({ event }) =>
    event.kind === 'trace' ? [[event.what, event.detail] as const] : [],
  )

const shares = () => {
  let count = 0
  return splitByShares(first, 3, () => `share-${++count}`, AT.at)
}

describe('parked tickets', () => {
  it('are found again after a restart, the last first, and only there', async () => {
    const context = await anOpenTill()
    await keepDraft(context, first)
    await parkTicket(context, NOBODY, { ticket: first, parkedAt })
    await keepDraft({ ...context, now: () => LATER }, second)
    await parkTicket(context, NOBODY, { ticket: second, parkedAt: LATER.at })
    expect(await afterRestart(context)).toEqual({ open: '', parked: ['second', 'first'] })

    await resumeTicket(context, NOBODY, first, [])
    expect(await afterRestart(context)).toEqual({ open: 'first', parked: ['second'] })

    await renameParked(context, { ticket: { ...second, name: 'Mme Martin' }, parkedAt })
    expect((await listParked(anotherTab(context)))[0]?.ticket.name).toBe('Mme Martin')
  })

  it('stay in their own mode: training never shows real tickets', async () => {
    const context = await anOpenTill()
    const lesson = { ...context, isTraining: true }
    await parkTicket(context, NOBODY, { ticket: first, parkedAt })
    await keepDraft(lesson, second)
    expect(await afterRestart(context)).toEqual({ open: '', parked: ['first'] })
    expect(await afterRestart(lesson)).toEqual({ open: 'second', parked: [] })
  })

  it('are gone once sold, whatever was written late', async () => {
    const context = await anOpenTill()
    await parkTicket(context, NOBODY, { ticket: first, parkedAt })
    await sellTicket(context, first, [aTender(5000)], CONTEXT)
    await renameParked(context, { ticket: first, parkedAt })
    expect(await afterRestart(context)).toEqual({ open: '', parked: [] })
    expect(await context.tillDb.tickets.count()).toBe(0)
  })

  it('are looked for in the journal all at once', async () => {
    const context = await anOpenTill()
    for (const ticketId of ['a', 'b', 'c']) {
      await parkTicket(context, NOBODY, { ticket: aTicket([anArticle()], ticketId), parkedAt })
    }
    const queries = vi.spyOn(context.tillDb.journal, 'where')
    expect(await listParked(context)).toHaveLength(3)
    expect(queries).toHaveBeenCalledTimes(1)
  })

  it('include a ticket that a kill left open besides the current one', async () => {
    const context = await anOpenTill()
    await keepDraft(context, first)
    await keepDraft({ ...context, now: () => LATER }, second)
    expect(await afterRestart(context)).toEqual({ open: 'second', parked: ['first'] })
  })
})

describe('what leaves a trace', () => {
  it('is every park, resumption, split, merge and cancellation, with total and pieces', async () => {
    const context = await anOpenTill()
    const detail = { ticketId: 'first', totalCents: 1548, pieces: 1 }
    const [open, ...others] = shares()
    await parkTicket(context, NOBODY, { ticket: first, parkedAt })
    await resumeTicket(context, NOBODY, first, [{ ticket: second, parkedAt }])
    await splitTicket(
      context,
      NOBODY,
      first,
      open!,
      others.map(ticket => ({ ticket, parkedAt })),
    )
    await mergeTicket(context, NOBODY, mergeTickets(first, second), second)
    await cancelTicket(context, NOBODY, first)
    await undoAction(context, NOBODY, { open: first, parked: [], droppedIds: [] }, 'cleared', first)
    expect(await tracesOf(context)).toEqual([
      ['ticket-parked', detail],
      ['ticket-parked', { ticketId: 'second', totalCents: 950, pieces: 1 }],
      ['ticket-resumed', detail],
      ['ticket-split', { ...detail, parts: 3 }],
      ['ticket-merged', { ...detail, totalCents: 2498, pieces: 2, mergedId: 'second' }],
      ['ticket-cancelled', detail],
      ['act-undone', { ...detail, act: 'cleared' }],
    ])
  })

  it('is a line removed before payment, but never the name of a ticket', async () => {
    const context = await anOpenTill()
    const both = { ...aTicket([anArticle(), anArticle({ articleId: 'ps-1' })]), name: 'Mme Martin' }
    await traceGoneLines(context, NOBODY, both, removeLine(both, 'ticket-1-line-0'))
    await parkTicket(context, NOBODY, { ticket: both, parkedAt })
    const traces = await tracesOf(context)
    expect(traces[0]).toEqual([
      'line-removed',
      { ticketId: 'ticket-1', name: 'Carnet renard', quantityMilli: 1000, amountCents: 1548 },
    ])
    expect(JSON.stringify(traces)).not.toContain('Martin')
  })
})

it('lines removed together are traced together, or not at all', async () => {
  const context = await anOpenTill()
  const both = aTicket([anArticle(), anArticle({ articleId: 'ps-1' })])
  const none = { ...both, lines: [] }
  const seal = context.tillDb.journal.add.bind(context.tillDb.journal)
  let sealed = 0
  vi.spyOn(context.tillDb.journal, 'add').mockImplementation((entry, key) => {
    sealed += 1
    if (sealed === 2) throw new DOMException('the disk is full', 'QuotaExceededError')
    return seal(entry, key)
  })
  expect(await traceGoneLines(context, NOBODY, both, none)).toMatchObject({ ok: false })
  vi.restoreAllMocks()
  expect(await tracesOf(context)).toEqual([])
  expect(await traceGoneLines(context, NOBODY, both, none)).toEqual({ ok: true, value: true })
  expect((await tracesOf(context)).map(([what]) => what)).toEqual(['line-removed', 'line-removed'])
})

describe('a kill or a refusal of the disk at any step', () => {
  const steps: [string, (context: TillContext) => void][] = [
    ['writing tickets', context => failing(context.tillDb.tickets, 'bulkPut')],
    ['dropping tickets', context => failing(context.tillDb.tickets, 'bulkDelete')],
    ['reading the last entry', context => failing(context.tillDb.journal, 'where')],
    ['sealing the trace', context => failing(context.tillDb.journal, 'add')],
    ['moving the head', context => failing(context.tillDb.heads, 'put')],
  ]
  const moves: [string, (context: TillContext) => ReturnType<typeof parkTicket>, Places][] = [
    [
      'parking',
      context => parkTicket(context, NOBODY, { ticket: first, parkedAt: LATER.at }),
      { open: '', parked: ['first', 'second'] },
    ],
    [
      'resuming',
      context => resumeTicket(context, NOBODY, second, [{ ticket: first, parkedAt: LATER.at }]),
      { open: 'second', parked: ['first'] },
    ],
    [
      'sharing',
      context => {
        const [open, ...others] = shares()
        const parked = others.map(ticket => ({ ticket, parkedAt: LATER.at }))
        return splitTicket(context, NOBODY, first, open!, parked)
      },
      { open: 'first', parked: ['share-1', 'share-2', 'second'] },
    ],
    [
      'merging',
      context => mergeTicket(context, NOBODY, mergeTickets(first, second), second),
      { open: 'first', parked: [] },
    ],
    [
      'cancelling',
      context => cancelTicket(context, NOBODY, first),
      { open: '', parked: ['second'] },
    ],
  ]
  const all = moves.flatMap(([move, action, done]) =>
    steps.map(([step, breakIt]) => ({ move, step, act: action, done, breakIt })),
  )

  it.each(all)('while $step in $move: every ticket is there once, as before', async one => {
    const context = await anOpenTill()
    await keepDraft(context, first)
    await parkTicket(context, NOBODY, { ticket: second, parkedAt })
    one.breakIt(context)
    expect(await one.act(context)).toMatchObject({
      ok: false,
      error: { code: 'ticket-not-written', cause: 'disk-full' },
    })
    expect(await afterRestart(context)).toEqual({ open: 'first', parked: ['second'] })
    expect(await tracesOf(context)).toHaveLength(1)

    expect(await one.act(context)).toEqual({ ok: true, value: true })
    expect(await afterRestart(context)).toEqual(one.done)
  })

  it('throws errors that are not the disk’s, for the root handler', async () => {
    const context = await anOpenTill()
    vi.spyOn(context.tillDb.tickets, 'bulkPut').mockImplementation(() => {
      throw new TypeError('our own mistake')
    })
    const parked = { ticket: first, parkedAt }
    await expect(parkTicket(context, NOBODY, parked)).rejects.toThrow('our own mistake')
  })
})

it('a late write of the draft is done before a later parking', async () => {
  const context = await anOpenTill()
  const more: Ticket = { ...first, note: 'Cadeau' }
  await Promise.all([
    keepDraft(context, first),
    keepDraft(context, more),
    parkTicket(context, NOBODY, { ticket: more, parkedAt }),
  ])
  expect(await afterRestart(context)).toEqual({ open: '', parked: ['first'] })
  expect((await listParked(context))[0]?.ticket.note).toBe('Cadeau')
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
