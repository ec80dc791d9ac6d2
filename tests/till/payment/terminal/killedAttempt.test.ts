import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  anArticle,
  anotherTab,
  aTender,
  aTicket,
  aTill,
  aMeans,
  CONTEXT,
} from '../../../support/factory'
import { ACTS, memoryServer, type MemoryServer } from '../../../support/terminal/memoryServer'
import { givenCents } from '@/core/payment/tender'
import type { CardAttempt } from '@/core/payment/terminal/attempt'
import { ticketTotals } from '@/core/ticket/pricing'
import { NOBODY } from '@/core/people/user'
import { readAttempt } from '@/storage/payment/cardAttempts'
import { keepDraft, resumeDraft } from '@/till/ticket/keepDraft'
import { openTill } from '@/till/openTill'
import { listDebts } from '@/till/payment/payDebt'
import { sellTicket } from '@/till/payment/sellTicket'
import { answerByPerson, carryThrough, sealWish } from '@/till/payment/terminal/askTerminal'
import type { TerminalServer } from '@/till/payment/terminal/terminalServer'
import type { TillContext } from '@/till/context'

/* The tab, the server and the cable die at any step, again and again; what the terminal moved is on the
   ticket once, whatever happened, as soon as a person answered what only a person can. */

interface Life {
  /** Step at which the tab is killed, before or after it is carried out; 0 for never. */
  kill: { step: number; isBefore: boolean }
  /** Calls that get no answer. */
  cuts: readonly { step: number; isBefore: boolean }[]
  act: keyof typeof ACTS
  /** What comes while the terminal is waited for. */
  meanwhile: 'finish' | 'restart' | 'forget' | 'nothing'
  /** Whether a person answers what is to be checked in this opening of the till. */
  answers: boolean
  /** Whether a person says that nothing was paid before it is over, as a server that answers may know better. */
  isHasty: boolean
}

const NEVER = new Promise<never>(() => undefined)

/** Steps of one opening of the till, at each of which the tab may die. */
function steps({ kill, cuts }: Life, server: MemoryServer) {
  let count = 0
  let die: () => void = () => undefined
  const death = new Promise<'killed'>(resolve => (die = () => resolve('killed')))
  async function step<Done>(work: () => Promise<Done>): Promise<Done> {
    count += 1
    const isLast = count === kill.step
    if (isLast && kill.isBefore) {
      die()
      return NEVER
    }
    const cut = cuts.find(one => one.step === count)
    if (cut) server.cut(cut.isBefore ? 'before' : 'after')
    const done = await work()
    if (!isLast) return done
    die()
    return NEVER
  }
  const mortal: TerminalServer = {
    list: () => server.list(),
    serverId: () => step(() => server.serverId()),
    start: (attempt, till) => step(() => server.start(attempt, till)),
    stateOf: attempt => step(() => server.stateOf(attempt)),
    slipOf: attempt => server.slipOf(attempt),
    withdraw: attempt => step(() => server.withdraw(attempt)),
  }
  return { step, mortal, death }
}

/** What is paid: the ticket on the counter, or the debt of a sale. */
interface Paid {
  begin: (context: TillContext) => Promise<void>
  /** What the attempt names, and the cents still to be paid. */
  read: (
    context: TillContext,
  ) => Promise<Pick<CardAttempt, 'ticketId' | 'debtOf'> & { left: number }>
  takenCents: (context: TillContext) => Promise<number>
  totalCents: number
}

const TICKET: Paid = {
  begin: context => keepDraft(context, aTicket([anArticle()], 'counter')),
  read: async context => {
    const ticket = await resumeDraft(context)
    const left = ticketTotals(ticket).totalCents - givenCents(ticket.taken)
    return { ticketId: ticket.ticketId, left }
  },
  takenCents: async context => givenCents((await resumeDraft(context)).taken),
  totalCents: 1_548,
}

const debtIn = async (context: TillContext) => {
  const [debt] = await listDebts(context)
  if (!debt) throw new Error('a sale is left due')
  return debt
}

const DEBT: Paid = {
  begin: async context => {
    const ticket = { ...aTicket([anArticle()], 'sold'), customerId: 'customer-1' }
    const sold = await sellTicket(context, ticket, [aTender(548)], { ...CONTEXT, mayOwe: true })
    expect(sold.ok).toBe(true)
  },
  read: async context => {
    const { sale, stillDueCents, taken } = await debtIn(context)
    const { eventId: ticketId, till, number } = sale
    return { ticketId, debtOf: { till, number }, left: stillDueCents - givenCents(taken) }
  },
  takenCents: async context => givenCents((await debtIn(context)).taken),
  totalCents: 1_000,
}

/** One opening of the till: what was open is carried on, else what is left is asked for. */
async function live(
  before: TillContext,
  server: MemoryServer,
  life: Life,
  paid: Paid,
): Promise<TillContext> {
  const context = anotherTab(before)
  const { step, mortal, death } = steps(life, server)
  server.does(ACTS[life.act])

  async function serve(): Promise<void> {
    const ticket = await resumeDraft(context)
    const { left, ...about } = await paid.read(context)
    let attempt = await readAttempt(context.tillDb)
    const isNew = attempt === null
    if (!attempt) {
      if (left <= 0) return
      const sealed = await sealWish(context, NOBODY, mortal, {
        ...about,
        terminal: { terminalId: 'terminal-1', name: 'Comptoir' },
        amountCents: left,
        direction: 'debit',
        method: aMeans('card'),
      })
      if (!sealed.ok) return
      attempt = sealed.value
    }
    if (attempt.doubt === null) {
      let pauses = 0
      const carried = await carryThrough(
        context,
        NOBODY,
        mortal,
        { attempt, isNew },
        {
          pause: () => {
            if (life.meanwhile !== 'nothing') server[life.meanwhile]()
            pauses += 1
            return Promise.resolve()
          },
          tell: () => undefined,
          isOver: () => pauses > 6,
          counter: () => ticket,
          during: step,
        },
      )
      expect(carried.ok).toBe(true)
      if (!carried.ok || carried.value.state === 'ended') return
      if (carried.value.state === 'over') {
        if (life.isHasty) await answer(attempt, null, { ...mortal, stateOf: heardOf(server) })
        return
      }
      attempt = carried.value.attempt
    }
    if (!life.answers) return
    // A person reads the terminal once it is over.
    server.restart()
    await answer(attempt, server.moved.get(attempt.attemptId) ?? null, mortal)
  }

  async function answer(attempt: CardAttempt, acceptedCents: number | null, asked: TerminalServer) {
    const counter = await resumeDraft(context)
    const said = { attempt, acceptedCents }
    const options = { counter: () => counter, during: step }
    const answered = await answerByPerson(context, NOBODY, asked, said, options)
    expect(answered.ok).toBe(true)
  }

  await Promise.race([serve(), death])
  return context
}

/** The state of an attempt by a server that answers. */
const heardOf = (server: MemoryServer) => async (attempt: CardAttempt) => {
  const said = await server.stateOf(attempt)
  return said.state === 'no-answer' ? server.stateOf(attempt) : said
}

const place = fc.record({ step: fc.integer({ min: 1, max: 9 }), isBefore: fc.boolean() })
const anyLife: fc.Arbitrary<Life> = fc.record({
  kill: fc.oneof(place, fc.constant({ step: 0, isBefore: true })),
  cuts: fc.array(place, { maxLength: 3 }),
  act: fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[])),
  meanwhile: fc.constantFrom(
    'finish' as const,
    'restart' as const,
    'forget' as const,
    'nothing' as const,
  ),
  answers: fc.boolean(),
  isHasty: fc.boolean(),
})
/** The last opening, in which nothing dies any more. */
const QUIET: Life = {
  kill: { step: 0, isBefore: true },
  cuts: [],
  act: 'refuse',
  meanwhile: 'restart',
  answers: true,
  isHasty: false,
}

const CASES = [
  ['a ticket', TICKET],
  ['a debt', DEBT],
] as const

it.each(CASES)(
  'never loses, doubles nor invents a payment of %s, whatever dies',
  async (_, paid) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyLife, { minLength: 1, maxLength: 4 }), async lives => {
        const server = memoryServer(true)
        let context = aTill({ newId: () => crypto.randomUUID() })
        await openTill(context)
        await paid.begin(context)
        for (const life of lives) context = await live(context, server, life, paid)
        // A person opens the till until nothing is left to answer.
        for (let again = 0; again < 2; again += 1) {
          context = await live(context, server, QUIET, paid)
        }

        const moved = [...server.moved.values()].reduce((sum, one) => sum + one, 0)
        expect(await paid.takenCents(anotherTab(context))).toBe(moved)
        expect(moved).toBeLessThanOrEqual(paid.totalCents)
        expect(await readAttempt(context.tillDb)).toBeNull()
        expect(new Set(server.asked).size).toBe(server.asked.length)

        const traces = (await context.tillDb.journal.toArray()).flatMap(({ event }) =>
          event.kind === 'trace' ? [event] : [],
        )
        const idsOf = (...whats: string[]) =>
          traces.filter(({ what }) => whats.includes(what)).map(({ detail }) => detail.attemptId)
        // Sealed before it is asked, ended once, and nothing is asked that is not sealed.
        expect(idsOf('card-answered', 'card-checked').toSorted()).toEqual(
          idsOf('card-asked').toSorted(),
        )
        expect(idsOf('card-asked')).toEqual(expect.arrayContaining(server.asked))
        expect(new Set(idsOf('card-unclear')).size).toBe(idsOf('card-unclear').length)
      }),
      { numRuns: 120 },
    )
  },
)
