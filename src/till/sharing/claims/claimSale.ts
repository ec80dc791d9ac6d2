import { askClaim } from './askClaim'
import type { TillContext } from '@/till/context'
import { readCopies, type Copies } from '@/till/sharing/copies/listOtherTills'
import { readAboutIn } from '@/till/sharing/copies/readElsewhere'
import type { Sharing } from '@/till/sharing/sayOwn'
import type { EntryReference } from '@/core/journal/entryReference'
import { isPayment, isSale, type JournalEntry } from '@/core/journal/journal'
import { journalOfSale } from '@/core/sharing/claims/aboutSales'
import type { ClaimOutcome } from '@/core/sharing/claims/claim'
import {
  isClaimUsed,
  saleSubject,
  type DoneForSale,
  type SaleAct,
} from '@/core/sharing/claims/saleClaim'
import type { MailboxServer } from '@/core/sharing/mailboxServer'
import { readPaymentsOf, readRefundsOf } from '@/storage/journal/journal'

/** What is to be done for a sale, and the turn that takes over what another till claimed. */
export interface SaleClaim {
  act: SaleAct
  sale: EntryReference
  /** 1, unless a person takes over. */
  turn?: number
}

const PATIENCE_MS = 4_000
/** Turns that were used up since this till last heard of them are passed over one by one. */
const MOST_TURNS = 5
const UNDECIDED = { kind: 'undecided' } as const

/**
 * Claims to do something for a sale of any till of the shop, before it is done here. A claim whose
 * refund or payment is known here is used up: the next turn is asked for. Nobody waits for longer than
 * for one claim.
 */
export async function claimSale(
  context: TillContext,
  sharing: Sharing,
  server: Pick<MailboxServer, 'carrier'>,
  { act, sale, turn = 1 }: SaleClaim,
): Promise<ClaimOutcome> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const known = await readCopies(context, copies => readDone(context, sharing, copies, act, sale))
  if (!known) return UNDECIDED
  const subject = saleSubject(act, known.journal, sale)
  let asked = turn
  for (let tried = 0; tried < MOST_TURNS && !signal.aborted; tried += 1) {
    const outcome = await askClaim(sharing, server, { subject, turn: asked, signal })
    if (outcome.kind === 'undecided') return outcome
    if (outcome.kind === 'taken' && outcome.isNew) return outcome
    const device = outcome.kind === 'taken' ? sharing.keys.device : outcome.by
    if (!isClaimUsed({ device, at: outcome.at }, known.done)) return outcome
    asked = outcome.turn + 1
  }
  return UNDECIDED
}

/** The journal of a sale, and what was done for it by any till; undefined where it is not known. */
async function readDone(
  { tillDb }: TillContext,
  { keys }: Sharing,
  copies: Copies,
  act: SaleAct,
  sale: EntryReference,
): Promise<{ journal: string; done: DoneForSale[] } | undefined> {
  const found = journalOfSale(sale, copies.named)
  if (!found) return undefined
  const isDone = act === 'refund' ? isSale : isPayment
  const here: readonly JournalEntry[] =
    act === 'refund' ? await readRefundsOf(tillDb, [sale]) : await readPaymentsOf(tillDb, sale)
  const elsewhere = (await readAboutIn(copies, [sale])).filter(({ entry }) => isDone(entry))
  return {
    journal: found.journal,
    done: [
      ...here.map(({ at }) => ({ device: keys.device, at })),
      ...elsewhere.map(({ device, entry }) => ({ device, at: entry.at })),
    ],
  }
}
