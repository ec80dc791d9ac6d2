import { chanceOf, type Chance } from '../support/chance'

/** What a till is doing when something dies. */
export type Operation =
  'add' | 'cash' | 'tenders' | 'card' | 'refund' | 'park' | 'resume' | 'close' | 'sync' | 'clear'

/** What dies, or goes wrong. */
export type Fault =
  /** The browser's process by SIGKILL; its profile is kept. */
  | 'browser'
  /** The page's process. */
  | 'crash'
  /** The tab, as a person closes it. */
  | 'closed'
  | 'worker'
  /** No byte passes, for a while. */
  | 'network'
  /** The server acts, and its answers are lost. */
  | 'answer'
  /** The till's server by SIGKILL; it is started again. */
  | 'server'
  /** A second tab takes the counter. */
  | 'tabs'
  /** The device has no more room, for a while. */
  | 'full'
  /** Somebody sets the device's clock. */
  | 'clock'
  /** A newer version of the till is installed meanwhile. */
  | 'update'

/** When it happens, counted from the moment at which the operation begins in earnest. */
export type Moment =
  | { at: 'ms'; ms: number }
  /** As the page asks its database for the nth change, before or after it asked. */
  | { at: 'write' | 'written'; nth: number }
  /** As the page hears that its nth transaction has completed. */
  | { at: 'commit'; nth: number }

/** What a card terminal does with a request. */
export type TerminalDoes = 'approves' | 'approves-late' | 'refuses' | 'cut' | 'silent'

/** One kill, which its seed and its number decide alone. */
export interface Plan {
  kill: number
  operation: Operation
  fault: Fault
  moment: Moment
  /** Articles put on the ticket first. */
  pieces: number
  /** The moment is counted from before the articles are tapped. */
  isEarly: boolean
  terminal: TerminalDoes
  /** Bytes of the terminal's answer before it is cut. */
  cutAfterBytes: number
  /** By how many hours a moved clock is then ahead of its own time. */
  hoursAhead: number
  /** What becomes of a ticket that is there afterwards. */
  afterwards: 'left' | 'paid' | 'cleared'
}

/** Kills that one till suffers, one after the other; then a new one takes its place. */
export const KILLS_A_TILL = 50

/**
 * Whether the till of a kill is installed on its device. One in five is: keeping all its files a
 * second time takes as long as many a kill.
 */
export const isInstalled = (kill: number): boolean => Math.floor(kill / KILLS_A_TILL) % 5 === 0

/** Each as often as it stands here; what is sold most dies most. */
const OPERATIONS: readonly [Operation, ...Operation[]] = [
  'cash',
  'cash',
  'cash',
  'cash',
  'tenders',
  'tenders',
  'tenders',
  'card',
  'card',
  'refund',
  'refund',
  'park',
  'park',
  'resume',
  'resume',
  'close',
  'sync',
  'sync',
  'add',
  'clear',
]
const FAULTS: readonly [Fault, ...Fault[]] = [
  'browser',
  'browser',
  'browser',
  'crash',
  'crash',
  'crash',
  'crash',
  'closed',
  'closed',
  'worker',
  'tabs',
  'clock',
  'update',
  'network',
  'network',
  'network',
  'network',
  'answer',
  'answer',
  'answer',
  'server',
  'full',
  'full',
  'full',
]

/** Faults after which the same page goes on, once they are over: what it holds is judged as it is. */
const PASSING: readonly Fault[] = ['network', 'answer', 'server', 'full']
export const isPassing = (fault: Fault): boolean => PASSING.includes(fault)

/** The plan of a kill: the same for a seed and a number, whatever was before it. */
export function planOf(seed: number, kill: number): Plan {
  const chance = chanceOf(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(kill + 1, 0x85ebca6b))
  const operation = chance.of(OPERATIONS)
  const fault = chance.of(FAULTS)
  return {
    kill,
    operation,
    // Only what is installed is updated.
    fault: fault === 'update' && !isInstalled(kill) ? 'crash' : fault,
    moment: momentOf(chance, operation),
    pieces: 1 + chance.upTo(2),
    isEarly: chance.isOneIn(4),
    terminal: chance.of(['approves', 'approves', 'approves-late', 'refuses', 'cut', 'silent']),
    cutAfterBytes: chance.upTo(60),
    hoursAhead: chance.of([0, 0, -30, -2, 1, 26, 26, 50, 24 * 60]),
    afterwards: chance.of(['left', 'paid', 'cleared']),
  }
}

function momentOf(chance: Chance, operation: Operation): Moment {
  // A sync is long, and writes where the page's own changes are not seen.
  if (operation === 'sync') return { at: 'ms', ms: chance.upTo(700) }
  const at = chance.of<Moment['at']>(['ms', 'write', 'written', 'commit'])
  if (at === 'ms') return { at, ms: chance.upTo(chance.of([5, 30, 150])) }
  return { at, nth: 1 + chance.upTo(chance.of([2, 6, 12])) }
}

/** What broke at a kill of a till that suffered those from `from` on, and the commands that do it again. */
export function failureText(seed: number, plan: Plan, from: number, message: string): string {
  const again = (first: number) =>
    `npm run torture -- --seed ${seed} --from ${first} --kills ${plan.kill - first + 1}`
  return [
    `Seed ${seed}, kill ${plan.kill}: ${planText(plan)}`,
    message,
    `Again, alone:             ${again(plan.kill)}`,
    `Again, after those before: ${again(from)}`,
  ].join('\n')
}

/** A plan as a person reads it. */
function planText({ operation, fault, moment, isEarly }: Plan): string {
  const when = moment.at === 'ms' ? `${moment.ms} ms` : `${moment.at} ${moment.nth}`
  return `${fault} during ${operation} at ${when}${isEarly ? ' from the first tap' : ''}`
}
