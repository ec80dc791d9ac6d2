import { hash } from 'node:crypto'
import { beginChain, lineFrom } from '../../src/verifier/chain'
import { proofsBy, signaturesHere } from '../../src/verifier/proofs'
import { beginFindings } from '../../src/verifier/report'
import { beginSeals } from '../../src/verifier/seals'
import type { ArchivedLine, Manifest } from '../../src/verifier/shapes'
import type { Disk, SealedEntry, StoredTicket } from './disk'

/** A sale that the screen called paid, as it said it. */
export interface Paid {
  /** `A-000012`. */
  number: string
  /** Without sign: the screen says that of a refund in words. */
  cents: number
}

export interface Evidence {
  before: Disk
  after: Disk
  /** Every sale and refund that a screen ever called paid. */
  ledger: readonly Paid[]
  /** Sales and refunds that may have been sealed in between. */
  mostSales: number
  /** The ticket in progress may be another: the operation changes its lines. */
  changesTicket: boolean
  /** The till was opened anew in between. */
  isReopened: boolean
  /** What the card terminal knows: how often it was asked, and what it moved in all. */
  terminal: { requests: number; movedCents: number }
}

/** Everything that a kill broke; empty where nothing was lost, doubled or left half done. */
export async function faultsIn(evidence: Evidence): Promise<string[]> {
  const { before, after, ledger } = evidence
  return [
    ...unpaid(after, ledger),
    ...(await unsound(after)),
    ...misnumbered(after),
    ...rewritten(before, after),
    ...oversold(evidence),
    ...ticketsAstray(evidence),
    ...halfCatalogue(before, after),
    ...misspent(evidence),
  ]
}

const isSale = ({ event }: SealedEntry) => event.kind === 'sale' || event.kind === 'refund'
const labelOf = ({ event: { document } }: SealedEntry) =>
  document ? `${document.series}-${String(document.number).padStart(6, '0')}` : ''

/** What a screen called paid is in the journal once, with that total. */
function unpaid({ journal }: Disk, ledger: readonly Paid[]): string[] {
  return ledger.flatMap(({ number, cents }) => {
    const found = journal.filter(entry => isSale(entry) && labelOf(entry) === number)
    if (found.length !== 1)
      return [`${number} was called paid, and is sealed ${found.length} times`]
    const sealed = Math.abs(found[0]?.event.totalCents ?? NaN)
    return sealed === cents ? [] : [`${number} was paid ${cents}, and is sealed as ${sealed}`]
  })
}

/** The verifier's own check, which shares no code with what seals: seals, links, signatures, sums. */
async function unsound({ journal, signatures, heads }: Disk): Promise<string[]> {
  const tills = [...new Set(journal.map(({ till }) => till))]
  const found: string[] = []
  for (const till of tills) {
    const entries = journal.filter(entry => entry.till === till).sort((a, b) => a.number - b.number)
    const head = heads.find(one => one.till === till)
    if (!head) {
      found.push(`no head of the journal ${till}`)
      continue
    }
    const textOf = new Map(
      signatures.filter(one => one.till === till).map(one => [one.number, one.signature]),
    )
    const lines = entries.flatMap(({ ...entry }) => {
      const signature = textOf.get(entry.number) ?? null
      return lineFrom(JSON.stringify({ entry, signature })) ?? []
    })
    found.push(...(await faultsOfJournal(till, lines, head)))
  }
  return found
}

async function faultsOfJournal(
  till: string,
  lines: ArchivedLine[],
  head: Disk['heads'][number],
): Promise<string[]> {
  const opening = lines[0]?.entry.event
  const findings = beginFindings()
  const manifest: Manifest = {
    format: '',
    till,
    journalId: opening?.journalId ?? '',
    keyFingerprint: opening?.keyFingerprint ?? '',
    period: { from: null, to: null },
    firstEntry: 1,
    lastEntry: head.number,
    lastSeal: head.seal,
    count: lines.length,
    previousSeal: '',
    madeAt: '',
    signedBy: null,
    files: [],
  }
  const chain = beginChain(manifest, { purges: [], link: opening?.continues ?? null }, findings)
  const sha256 = (text: string) => hash('sha256', text, 'hex')
  const checkProofs = await proofsBy(signaturesHere, sha256)(opening?.publicKey ?? null)
  const seals = beginSeals(checkProofs, opening?.publicKey != null, findings)
  for (const line of lines) chain.read(line)
  await seals.read(lines)
  await seals.end()
  chain.end()
  const { faults, notes } = findings.reportWith(null)
  // No kill leaves an entry unsigned, nor a journal that the till itself finds wrong.
  const told = notes.filter(({ code }) => code === 'newest-unsigned' || code === 'fault-sealed')
  return [...faults, ...told].map(
    ({ code, entry, detail }) => `${till}-${entry}: ${code} ${detail}`,
  )
}

/** Each series of documents counts 1, 2, 3…, and each event is sealed once. */
function misnumbered({ journal }: Disk): string[] {
  const found: string[] = []
  const series = new Map<string, number[]>()
  for (const { event } of journal) {
    if (!event.document) continue
    const { series: name, number } = event.document
    series.set(name, [...(series.get(name) ?? []), number])
  }
  for (const [name, numbers] of series) {
    const sorted = numbers.toSorted((a, b) => a - b)
    if (sorted.some((number, at) => number !== at + 1)) {
      found.push(`the series ${name} is ${sorted.join(' ')}`)
    }
  }
  const ids = journal.map(({ eventId }) => eventId)
  if (new Set(ids).size < ids.length) found.push('an event is sealed twice')
  return found
}

/** Nothing that was sealed is gone or other. */
function rewritten(before: Disk, after: Disk): string[] {
  const seals = new Map(after.journal.map(entry => [`${entry.till}-${entry.number}`, entry.seal]))
  return before.journal.flatMap(({ till, number, seal }) =>
    seals.get(`${till}-${number}`) === seal ? [] : [`${till}-${number} is gone or other`],
  )
}

function oversold({ before, after, mostSales }: Evidence): string[] {
  const sold = after.journal.filter(isSale).length - before.journal.filter(isSale).length
  return sold <= mostSales ? [] : [`${sold} sales were sealed where ${mostSales} was made`]
}

/** A ticket that was stored is stored, or sold, or cancelled with its trace: never two of these, nor none. */
function ticketsAstray({ before, after, changesTicket, isReopened }: Evidence): string[] {
  const sealed = new Set(after.journal.map(({ eventId }) => eventId))
  const cancelled = new Set(
    after.journal
      .filter(({ event: { what } }) => what === 'ticket-cancelled')
      .map(({ event: { detail } }) => detail?.ticketId),
  )
  const stored = new Map(after.tickets.map(ticket => [ticket.ticketId, ticket]))
  // A draft that is written late, after its sale, stays until the till opens, which deletes it.
  const found = after.tickets.flatMap(({ ticketId }) =>
    isReopened && sealed.has(ticketId) ? [`the ticket ${ticketId} is sold, and still there`] : [],
  )
  for (const old of before.tickets) {
    const now = stored.get(old.ticketId)
    const isGone = sealed.has(old.ticketId) || cancelled.has(old.ticketId)
    if (!now && !isGone) found.push(`the ticket ${old.ticketId} is nowhere`)
    if (now && cancelled.has(old.ticketId)) found.push(`${old.ticketId} is cancelled, and there`)
    if (now) found.push(...linesLost(old, now, changesTicket))
  }
  return found
}

function linesLost(old: StoredTicket, now: StoredTicket, changesTicket: boolean): string[] {
  const lost = Object.entries(old.lines).filter(([lineId, line]) =>
    changesTicket ? !(lineId in now.lines) : now.lines[lineId] !== line,
  )
  if (lost.length > 0) return [`${old.ticketId} lost ${lost.length} of its lines`]
  const isMore = Object.keys(now.lines).length > Object.keys(old.lines).length
  if (isMore && !changesTicket) return [`${old.ticketId} gained lines`]
  // Money taken is never forgotten with the lines there.
  return now.takenCents < old.takenCents ? [`${old.ticketId} forgot a tender`] : []
}

const attemptOf = ({ event: { detail } }: SealedEntry) => detail?.attemptId
const traced = ({ journal }: Disk, ...whats: string[]) =>
  journal.filter(({ event: { what } }) => what !== undefined && whats.includes(what))

/** Requests to the terminal of which nobody has said yet how they ended. */
export function openAttempts(disk: Disk): number {
  const ended = new Set(traced(disk, 'card-answered', 'card-checked').map(attemptOf))
  return traced(disk, 'card-asked').filter(entry => !ended.has(attemptOf(entry))).length
}

/** Each request was sealed before it was made, and every cent that a card moved is in the books. */
function misspent({ after, terminal: { requests, movedCents } }: Evidence): string[] {
  const asked = traced(after, 'card-asked').length
  if (requests > asked)
    return [`the terminal was asked ${requests} times, of which ${asked} are sealed`]
  if (openAttempts(after) > 0) return []
  const sealed = after.journal
    .flatMap(({ event }) => event.tenders ?? [])
    .filter(({ kind }) => kind === 'card')
    .reduce((sum, { givenCents }) => sum + givenCents, 0)
  const taken = after.tickets.reduce((sum, { cardCents }) => sum + cardCents, 0)
  return sealed + taken === movedCents
    ? []
    : [`cards moved ${movedCents}, and the books have ${sealed} and tickets ${taken}`]
}

/** Articles whose names say of which version of the shop they are: `Torture 12 · 3`. */
const VERSIONED = /^Torture (\d+) · \d+$/

/** Versions of the shop among a till's articles. */
export const versionsIn = ({ names }: Disk): number[] => [
  ...new Set(
    Object.values(names).flatMap(name => {
      const version = VERSIONED.exec(name)?.[1]
      return version === undefined ? [] : [Number(version)]
    }),
  ),
]

/** The catalogue is wholly of one version of the shop, and of none that is older than before. */
function halfCatalogue(before: Disk, after: Disk): string[] {
  const [was = 0] = versionsIn(before)
  const versions = versionsIn(after)
  const lost = Object.keys(before.names).filter(id => !(id in after.names))
  if (lost.length > 0) return [`${lost.length} articles are gone`]
  if (versions.length > 1) return [`the catalogue is of the versions ${versions.join(' and ')}`]
  return (versions[0] ?? was) < was ? [`the catalogue went back to version ${versions[0]}`] : []
}
