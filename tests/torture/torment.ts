import type { Script } from '../support/terminal/fakeTerminal'
import { after, approve, cutAfter, refuse, silent } from '../support/terminal/fakeTerminal'
import type { Disk } from './disk'
import type { AtMoment } from './inPage'
import { faultsIn, openAttempts, versionsIn } from './judge'
import { actOf, rest, type Act } from './operations'
import { failureText, isInstalled, isPassing, planOf, type Fault, type Plan } from './plan'
import { startTill, type TillUnderTorture } from './till'

/** What was done, and what broke. */
export interface Tally {
  kills: number
  sales: number
  entries: number
  /** Kills by what died. */
  of: Record<string, number>
  /** Of these, operations that the fault kept from their end. */
  hindered: Record<string, number>
}

/** How long a kill waits for its moment, where the operation never comes to it. */
const LONGEST_MS = 25_000
const SILENT_MS = 1_500
/** How long a network is cut, or a device full. */
const FELT_MS = 400

/** Torments one till by the kills from `from` on, so many. Throws at the first that breaks something. */
export async function torment(
  seed: number,
  { from, kills }: { from: number; kills: number },
): Promise<Tally> {
  const tally: Tally = { kills: 0, sales: 0, entries: 0, of: {}, hindered: {} }
  const till = await startTill(isInstalled(from))
  try {
    await till.reopen()
    let disk = await till.read()
    for (let kill = from; kill < from + kills; kill += 1) {
      const plan = planOf(seed, kill)
      try {
        disk = await suffer(till, plan, disk, tally)
      } catch (error) {
        throw new Error(failureText(seed, plan, from, (error as Error).message), { cause: error })
      }
      tally.kills += 1
      tally.of[plan.fault] = (tally.of[plan.fault] ?? 0) + 1
    }
    tally.sales = till.ledger.length
    tally.entries = disk.journal.length
    return tally
  } finally {
    await till.end()
  }
}

/** One kill: an operation, its death, the reopening, the judgement, and rest. Returns the disk then. */
async function suffer(till: TillUnderTorture, plan: Plan, disk: Disk, tally: Tally): Promise<Disk> {
  till.terminal.does(scriptOf(plan))
  if (plan.operation === 'sync') await till.changeShop((versionsIn(disk)[0] ?? 0) + 1)
  const act = actOf(plan, disk)
  const movedBefore = till.terminal.moved.length
  const hindered = await killDuring(till, plan, act)
  if (hindered) tally.hindered[plan.fault] = (tally.hindered[plan.fault] ?? 0) + 1
  await till.mend()
  if (isPassing(plan.fault)) await leave(till)
  else await till.reopen()
  const after = await answered(till, movedBefore)
  await judge(till, disk, after, { ...act, isReopened: !isPassing(plan.fault) })

  const then = rest(plan.afterwards, after)
  if (!then) return after
  const stuck = await till.run(then.steps, 'tell')
  if (stuck) throw new Error(`afterwards, the till was stuck: ${stuck}`)
  const rested = await till.read()
  await judge(till, after, rested, { ...then, isReopened: false })
  return rested
}

async function judge(
  till: TillUnderTorture,
  before: Disk,
  now: Disk,
  act: Act & { isReopened: boolean },
): Promise<void> {
  const { requests, moved } = till.terminal
  const terminal = {
    requests: requests.length,
    movedCents: moved.reduce((sum, cents) => sum + cents, 0),
  }
  const faults = await faultsIn({ before, after: now, ledger: till.ledger, terminal, ...act })
  if (faults.length > 0) throw new Error(faults.join('\n'))
}

/** Deaths of the page hold it still first, so that it dies in the very line of code of its moment. */
const AT_MOMENT: Partial<Record<Fault, AtMoment>> = {
  browser: 'hang',
  crash: 'hang',
  closed: 'hang',
  worker: 'worker',
}

/** Kills while it is at it; says whether the operation came to no end. */
async function killDuring(till: TillUnderTorture, plan: Plan, act: Act): Promise<boolean> {
  const moment = till.moment()
  const acted = till
    .run(act.steps, AT_MOMENT[plan.fault] ?? 'tell')
    // A page that is killed answers no more.
    .catch(() => 'dead')
  const late = new Promise(resolve => setTimeout(resolve, LONGEST_MS).unref())
  const stuck = await Promise.race([moment.then(() => null), acted, late.then(() => null)])
  // Before anything was killed, nothing may stand in the way of an operation.
  if (stuck) throw new Error(`the till was stuck before anything died: ${stuck}`)
  await till.strike(plan.fault, plan)
  // What leaves the page alive is felt for a while.
  const isOver = plan.fault in AT_MOMENT ? acted : Promise.race([acted, pause(FELT_MS)])
  return (await isOver) !== ''
}

async function leave(till: TillUnderTorture): Promise<void> {
  const stuck = await till.run([{ leave: true }], 'tell')
  if (stuck) throw new Error(`the till does not come back to itself: ${stuck}`)
}

const pause = (ms: number) => new Promise<string>(resolve => setTimeout(resolve, ms, 'late'))

function scriptOf({ terminal, cutAfterBytes }: Plan): Script {
  switch (terminal) {
    case 'approves':
      return approve()
    case 'approves-late':
      return after(400, approve())
    case 'refuses':
      return refuse()
    case 'cut':
      return cutAfter(cutAfterBytes)
    case 'silent':
      return (socket, heard) => {
        // It says nothing, until its cable is pulled.
        setTimeout(() => socket.destroy(), SILENT_MS)
        return silent(socket, heard)
      }
  }
}

/**
 * The disk once no request to the terminal is open: where only a person can say what became of it,
 * it is said by what the terminal did.
 */
async function answered(till: TillUnderTorture, movedBefore: number): Promise<Disk> {
  for (let tries = 0; tries < 200; tries += 1) {
    const disk = await till.read()
    if (openAttempts(disk) === 0 && !(await till.ask(isPanelShown))) return disk
    await till.ask(till.terminal.moved.length > movedBefore ? sayAccepted : sayRefused)
    await pause(100)
  }
  throw new Error('a request to the terminal never ends')
}

/** These run in the page. */
const isPanelShown = () => document.querySelector('[data-testid="card-terminal"]') !== null
function sayAccepted(): void {
  for (const testId of ['terminal-accepted', 'terminal-close', 'card-check']) {
    document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.click()
  }
}
function sayRefused(): void {
  for (const testId of ['terminal-refused', 'terminal-close', 'card-check']) {
    document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.click()
  }
}
