/** Money taken from a card, or given back to it. */
export type Direction = 'debit' | 'credit'

/** What is asked of a terminal. */
export interface TerminalRequest {
  /** Above zero, whichever the direction. */
  amountCents: number
  direction: Direction
  /** Number of the till for the terminal, 1 to 99. */
  tillNumber: number
  /** The till's own name of the request, up to 32 letters and digits; the terminal repeats it. */
  reference: string
  /** The customer's slip is to come with the answer, rather than on the terminal's own paper. */
  wantsSlip?: boolean
}

/** What a look at a terminal's port tells: that something answers there, or why none does. It asks nothing of it. */
export const REACHES = ['reached', 'unreachable', 'not-private', 'busy', 'not-listed'] as const
export type Reach = (typeof REACHES)[number]

/** Why a terminal did not do what was asked. */
export const REFUSALS = [
  'refused',
  'forbidden',
  'abandoned',
  'not-completed',
  'input-timeout',
  'bad-format',
  'bad-operation',
  'currency',
  'other',
] as const
export type Refusal = (typeof REFUSALS)[number]

/** Why nothing was asked of a terminal: no byte of the request left. */
export const NOT_SENT = [
  'unreachable',
  'busy',
  'not-listed',
  'not-private',
  'not-written',
  'withdrawn',
] as const
export type NotSent = (typeof NOT_SENT)[number]

/** Why nobody but a person can say what became of a request. */
export const DOUBTS = [
  'silent',
  'cut',
  'unreadable',
  'amount-missing',
  'amount-above',
  'other-request',
  'restarted',
  'other-server',
] as const
export type Doubt = (typeof DOUBTS)[number]

/** How a request to a terminal ended. Only `accepted` moved money; after `unknown` it may have. */
export type TerminalOutcome =
  | {
      state: 'accepted'
      /** What was really debited or credited; it may be less than was asked. */
      amountCents: number
      /** Payment application, three characters (`00B` is a contactless bank card). */
      application: string
      /** Number of the authorisation, empty where none was asked. */
      authorisation: string
      /** Contract of the shop with its bank. */
      contract: string
    }
  | { state: 'refused'; why: Refusal }
  | { state: 'not-sent'; why: NotSent }
  | { state: 'unknown'; why: Doubt }

/** An attempt as the server tells it. */
export type AttemptState = TerminalOutcome | { state: 'waiting' }

/** Meal-voucher cards, with and without contact. */
const CONECS: ReadonlySet<string> = new Set(['00E', '10E'])

/** Whether a payment application is that of meal-voucher cards. */
export const isMealVoucherCard = (application: string): boolean => CONECS.has(application)
