import { assert } from '@/core/assert'
import type { Doubt, Refusal, TerminalOutcome, TerminalRequest } from './outcome'

/**
 * Caisse-AP over IP: records of a tag of two letters, a length of three digits and a value, in ASCII.
 * A message has no end of its own: it is whole when its last record is.
 */

const VERSION = '0320'
/** Identifies the till's software; the association that gives such numbers gave none to this one. */
const SOFTWARE_ID = '999999999999'
const EURO = '978'
/** The till takes a slip (1): the customer's (0), as text in base 64 (0). */
const CUSTOMER_SLIP = '100'
const LARGEST_AMOUNT_CENTS = 999_999_999_999
/** Far longer than an answer without a slip; the longest slip fits. */
export const LONGEST_ANSWER = 8_192
const HEAD_LENGTH = 5

/**
 * A request for a debit or a credit. Amounts have two digits at least.
 *
 * @throws where the amount, the till or the reference is none that a terminal reads.
 */
export function encodeRequest({
  amountCents,
  direction,
  tillNumber,
  reference,
  wantsSlip = false,
}: TerminalRequest): string {
  const isAmount = Number.isSafeInteger(amountCents) && amountCents > 0
  assert(
    isAmount && amountCents <= LARGEST_AMOUNT_CENTS,
    'a terminal is asked for cents above zero',
  )
  assert(Number.isInteger(tillNumber) && tillNumber >= 1 && tillNumber <= 99, 'a till has a number')
  assert(/^[A-Za-z0-9]{1,32}$/.test(reference), 'a reference is letters and digits')
  return [
    ['CZ', VERSION],
    ['CJ', SOFTWARE_ID],
    ['CA', String(tillNumber).padStart(2, '0')],
    ['CB', String(amountCents).padStart(2, '0')],
    ['CD', direction === 'debit' ? '0' : '1'],
    ['CE', EURO],
    ['CF', reference],
    ...(wantsSlip ? [['CK', CUSTOMER_SLIP]] : []),
  ]
    .map(([tag, value = '']) => `${tag}${String(value.length).padStart(3, '0')}${value}`)
    .join('')
}

/** Tags that are read. Any other is dropped at once: card number and expiry (AA, AB), slips. */
const READ = ['CZ', 'AE', 'AF', 'AC', 'CB', 'CC', 'CD', 'CE', 'CF', 'CG'] as const
type ReadTag = (typeof READ)[number]

/** What has come of an answer so far. */
export interface Answer {
  /**
   * `open`: it ends within a record, or does not say yet what was done; `whole`: it may end here;
   * `broken`: it is no answer of a terminal.
   */
  state: 'open' | 'whole' | 'broken'
  fields: ReadonlyMap<ReadTag, string>
}

/** Reads what has come of an answer, one character for each byte. */
export function readAnswer(text: string): Answer {
  const fields = new Map<ReadTag, string>()
  if (text.length > LONGEST_ANSWER) return { state: 'broken', fields }
  let at = 0
  while (at < text.length) {
    const head = text.slice(at, at + HEAD_LENGTH)
    // Line ends after the last record are no record.
    if (/^[\r\n]+$/.test(text.slice(at))) break
    if (!isHead(head, at)) return { state: 'broken', fields: new Map() }
    if (head.length < HEAD_LENGTH) return { state: 'open', fields }
    const end = at + HEAD_LENGTH + Number(head.slice(2))
    if (end > text.length) return { state: 'open', fields }
    const tag = READ.find(one => one === head.slice(0, 2))
    if (tag !== undefined) {
      if (fields.has(tag)) return { state: 'broken', fields: new Map() }
      fields.set(tag, text.slice(at + HEAD_LENGTH, end))
    }
    at = end
  }
  return { state: fields.has('AE') ? 'whole' : 'open', fields }
}

/** Whether a text begins, as far as it goes, as a record does; the first record is the version. */
function isHead(head: string, at: number): boolean {
  if (at === 0 && !'CZ'.startsWith(head.slice(0, 2))) return false
  return /^(?:[A-Z][A-Z0-9]?|[A-Z][A-Z0-9]\d{1,3})$/.test(head) && !head.slice(2).endsWith('000')
}

/**
 * What an answer says of a request, once nothing more comes of it. What cannot be read for certain as
 * done or as not done is unknown: a person then looks at the terminal.
 */
export function outcomeOf({ state, fields }: Answer, request: TerminalRequest): TerminalOutcome {
  if (state === 'broken') return doubt('unreadable')
  if (state === 'open') return doubt('cut')
  const reference = fields.get('CF')?.trim()
  if (reference !== undefined && reference !== request.reference) return doubt('other-request')
  const done = fields.get('AE')
  if (done === '01') return notDone(fields.get('AF') ?? '')
  return done === '10' ? accepted(fields, request) : doubt('unreadable')
}

function accepted(fields: Answer['fields'], request: TerminalRequest): TerminalOutcome {
  const direction = fields.get('CD') ?? (request.direction === 'debit' ? '0' : '1')
  if (direction !== (request.direction === 'debit' ? '0' : '1')) return doubt('other-request')
  if ((fields.get('CE') ?? EURO) !== EURO) return doubt('other-request')
  const amount = fields.get('CB') ?? ''
  if (!/^\d{1,12}$/.test(amount) || Number(amount) === 0) return doubt('amount-missing')
  if (Number(amount) > request.amountCents) return doubt('amount-above')
  return {
    state: 'accepted',
    amountCents: Number(amount),
    application: plain(fields.get('CC'), 3),
    authorisation: plain(fields.get('AC'), 10),
    contract: plain(fields.get('CG'), 10),
  }
}

/** Letters and digits of a field, so many at most: fewer than a card number has. */
const plain = (value: string | undefined, most: number) =>
  (value ?? '').replace(/[^A-Za-z0-9]/g, '').slice(0, most)

const REFUSAL_BY_CODE: Readonly<Record<string, Refusal>> = {
  '04': 'refused',
  '05': 'forbidden',
  '06': 'abandoned',
  '07': 'not-completed',
  '08': 'input-timeout',
  '09': 'bad-format',
  '10': 'bad-operation',
  '11': 'abandoned',
  '12': 'bad-operation',
  '13': 'currency',
}
/** Said of an operation that was done: beside “not done” it tells nothing for certain. */
const AUTHORISED = '01'

function notDone(reason: string): TerminalOutcome {
  const code = reason.slice(0, 2)
  if (code === AUTHORISED) return doubt('unreadable')
  return { state: 'refused', why: REFUSAL_BY_CODE[code] ?? 'other' }
}

const doubt = (why: Doubt): TerminalOutcome => ({ state: 'unknown', why })
