import { traceOf } from '@/till/journal/recordTrace'
import { isTraining } from '@/till/journal/stampEvent'
import type { TillContext } from '@/till/context'
import { assert } from '@/core/assert'
import { fail, ok, type Result, type SellingError } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import {
  attemptDetail,
  endDetail,
  tenderOfAttempt,
  type AnsweredBy,
  type CardAttempt,
  type CertainOutcome,
} from '@/core/payment/terminal/attempt'
import type { Doubt } from '@/core/payment/terminal/outcome'
import type { Tender } from '@/core/payment/tender'
import type { Ticket } from '@/core/ticket/ticket'
import { writeFaultOf } from '@/storage/fault'
import {
  changeAttempt,
  readAttempt,
  type AttemptChange,
  type AttemptOnDisk,
} from '@/storage/payment/cardAttempts'
import type { KeptTicket } from '@/storage/databases'
import { debtReader, type Debt } from '@/till/payment/payDebt'
import { keptTicketOf } from '@/till/ticket/keepDraft'

/** How an attempt was sealed. */
export interface SealedEnd {
  attempt: CardAttempt
  outcome: CertainOutcome
  /** What its ticket or debt took; null where nothing was accepted, or it is not to be paid here any more. */
  tender: Tender | null
  isTicketGone: boolean
}

/**
 * Seals that a terminal is about to be asked, before it is: whatever happens then, the attempt is
 * known. Fails while another attempt has not ended.
 */
export async function beginAttempt(
  context: TillContext,
  user: UserV1,
  attempt: CardAttempt,
): Promise<Result<true, SellingError>> {
  assert(!isTraining(context), 'training asks no terminal for money')
  return written(() =>
    changeAttempt(context.tillDb, ({ open }): AttemptChange<Result<true, SellingError>> => {
      if (open)
        return { result: fail({ code: 'card-attempt-open', amountCents: open.amountCents }) }
      const trace = traceOf(context, user, 'card-asked', attemptDetail(attempt))
      return { result: ok(true as const), open: attempt, traces: [trace] }
    }),
  )
}

/** Seals that nobody but a person can say how an attempt ended; once, however often it is found. */
export async function doubtAttempt(
  context: TillContext,
  user: UserV1,
  attemptId: string,
  doubt: Doubt,
): Promise<Result<CardAttempt | null, SellingError>> {
  type Doubted = AttemptChange<Result<CardAttempt | null, SellingError>>
  return written(() =>
    changeAttempt(context.tillDb, ({ open }): Doubted => {
      if (open?.attemptId !== attemptId) return { result: ok(null) }
      if (open.doubt !== null) return { result: ok(open) }
      const doubted = { ...open, doubt }
      const detail = { ...attemptDetail(open), why: doubt }
      const trace = traceOf(context, user, 'card-unclear', detail)
      return { result: ok(doubted), open: doubted, traces: [trace] }
    }),
  )
}

/** How an attempt ended, and how its tender is taken. */
export interface AttemptEnd {
  attemptId: string
  outcome: CertainOutcome
  by: AnsweredBy
  /** The ticket on the counter, as it is on the screen. */
  counter: Ticket
  /** Another method that an accepted amount is taken with: what the card turned out to be. */
  method?: CardAttempt['method'] | undefined
}

/**
 * Seals how an attempt ended, and puts an accepted amount on its ticket or its debt, in one strict
 * transaction: neither is ever on disk without the other. Null where it had ended already, so that it is
 * taken once.
 */
export async function endAttempt(
  context: TillContext,
  user: UserV1,
  end: AttemptEnd,
): Promise<Result<SealedEnd | null, SellingError>> {
  const { attemptId, outcome, by } = end
  const readDebt = await debtReaderOf(context, attemptId)
  type Ended = AttemptChange<Result<SealedEnd | null, SellingError>>
  return written(() =>
    changeAttempt(context.tillDb, async (now): Promise<Ended> => {
      const { open } = now
      if (open?.attemptId !== attemptId) return { result: ok(null) }
      const accepted =
        outcome.state === 'accepted' ? tenderOfAttempt(open, outcome.amountCents, end.method) : null
      const { isTicketGone, put } = open.debtOf
        ? ofDebt(await readDebt())
        : ofTicket(now, keptOnCounter(context, open, end.counter))
      const tender = isTicketGone ? null : accepted
      const what = by === 'terminal' ? 'card-answered' : 'card-checked'
      const isLost = accepted !== null && isTicketGone
      const trace = traceOf(context, user, what, endDetail(open, outcome, isLost))
      const result = ok({ attempt: open, outcome, tender, isTicketGone })
      return { result, open: null, traces: [trace], ...(tender ? put(tender) : {}) }
    }),
  )
}

/** Where an accepted amount goes. */
interface Payee {
  isTicketGone: boolean
  put: (tender: Tender) => Pick<AttemptChange<unknown>, 'ticket' | 'debtTender'>
}

/** The ticket on the counter as it would be stored, where the attempt is for it. */
const keptOnCounter = (context: TillContext, { ticketId }: CardAttempt, counter: Ticket) =>
  counter.ticketId === ticketId ? keptTicketOf(context, counter) : undefined

/** The stored ticket is the later one, should this page have lost the counter to another. */
function ofTicket({ kept, isSold }: AttemptOnDisk, onCounter: KeptTicket | undefined): Payee {
  const row = kept ?? onCounter
  if (isSold || !row) return { isTicketGone: true, put: () => ({}) }
  // A ticket kept by an older version may have no list of tenders.
  const before = (row.ticket.taken as Ticket['taken'] | undefined) ?? []
  return {
    isTicketGone: false,
    put: tender => ({ ticket: { ...row, ticket: { ...row.ticket, taken: [...before, tender] } } }),
  }
}

/** A sale that cannot be read now may be owed still: what was accepted for it is kept with it. */
const ofDebt = (debt: Debt | null): Payee => ({
  isTicketGone: debt !== null && debt.stillDueCents <= 0,
  put: debtTender => ({ debtTender }),
})

/** Reads the debt that the open attempt pays, inside the transaction that seals its end. */
async function debtReaderOf(
  context: TillContext,
  attemptId: string,
): Promise<() => Promise<Debt | null>> {
  const open = await readAttempt(context.tillDb)
  const debtOf = open?.attemptId === attemptId ? open.debtOf : undefined
  return debtOf ? debtReader(context, debtOf) : () => Promise.resolve(null)
}

async function written<Done>(
  write: () => Promise<Result<Done, SellingError>>,
): Promise<Result<Done, SellingError>> {
  try {
    return await write()
  } catch (error) {
    return fail({ ...writeFaultOf(error), code: 'tender-not-written' })
  }
}
