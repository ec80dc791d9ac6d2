import type { Moment } from './plan'

/** A step of an operation, carried out inside the page: a fingertip's worth each. */
export type Step =
  | { tap: string }
  /** The first element whose test id begins so. */
  | { tapFirst: string }
  | { tile: number }
  | { go: string }
  /** Waits for an element with one of these test ids; nothing is touched. */
  | { until: string[] }
  /** As `tap`, where it is there within a moment. */
  | { ifThere: string }
  /** The exact amount in cash, or nothing where it is to be given back. */
  | { exact: true }
  /** From here on the moment of the plan is counted. */
  | { arm: Moment }
  /** Leaves whatever is open, back to the shelf. */
  | { leave: true }
  /** Waits until the ticket has no line any more. */
  | { emptied: true }

/** What the page does by itself when its moment has come; it always says so. */
export type AtMoment = 'hang' | 'worker' | 'tell'

export interface PageUnderTorture {
  run: (steps: readonly Step[], then: AtMoment) => Promise<string>
}

/** How far the device's clock is ahead, and whether the till may keep its files for offline. */
export interface PageSettings {
  aheadMs: number
  isInstalled: boolean
}

/**
 * Runs in each page before anything of the till: counts its changes of databases, moves its clock,
 * and tells what its screen calls paid, at once. Nothing of this is known to the till.
 */
export function installInPage({ aheadMs, isInstalled }: PageSettings): void {
  interface Torturer {
    torturer: (said: { what: string; text: string }) => unknown
  }
  const say = (what: string, text = '') =>
    void (globalThis as unknown as Torturer).torturer({ what, text })
  let armed: Moment | undefined
  let then: AtMoment = 'tell'
  let seen = 0

  const workers = new Set<Worker>()
  globalThis.Worker = new Proxy(Worker, {
    construct(target, parts: ConstructorParameters<typeof Worker>) {
      const worker = new target(...parts)
      workers.add(worker)
      return worker
    },
  })

  function die(): void {
    armed = undefined
    if (then === 'worker') for (const worker of workers) worker.terminate()
    say('now')
    if (then !== 'hang') return
    // Not one more line of the till runs before the page is killed.
    const end = performance.now() + 3_000
    while (performance.now() < end);
  }
  function count(at: Moment['at']): void {
    if (!armed || armed.at !== at || armed.at === 'ms') return
    seen += 1
    if (seen === armed.nth) die()
  }
  function arm(moment: Moment): void {
    armed = moment
    seen = 0
    if (moment.at === 'ms') setTimeout(() => armed === moment && die(), moment.ms)
  }

  for (const name of ['put', 'add', 'delete'] as const) {
    const original = IDBObjectStore.prototype[name] as (...parts: unknown[]) => IDBRequest
    IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...parts: unknown[]) {
      count('write')
      const request = original.apply(this, parts)
      count('written')
      return request
    } as never
  }
  const transact = IDBDatabase.prototype.transaction
  IDBDatabase.prototype.transaction = function (...parts) {
    const transaction = transact.apply(this, parts)
    if (parts[1] === 'readwrite') transaction.addEventListener('complete', () => count('commit'))
    return transaction
  }

  if (aheadMs !== 0) {
    const own = Date
    const now = () => own.now() + aheadMs
    globalThis.Date = new Proxy(own, {
      construct: (target, parts: []) =>
        parts.length === 0 ? new target(now()) : new target(...parts),
      apply: () => new own(now()).toString(),
      get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
    })
  }

  if (!isInstalled) {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('not installed'))
  }

  let paid = ''
  function look(): void {
    const number = document.querySelector('[data-testid="paid-number"]')?.textContent?.trim() ?? ''
    if (number === paid) return
    paid = number
    const title = document.querySelector('.paid__title')?.textContent ?? ''
    if (number) say('paid', `${number} = ${title}`)
  }
  new MutationObserver(look).observe(document, {
    childList: true,
    subtree: true,
    characterData: true,
  })

  const WITHIN_MS = 20_000
  let running = 0
  async function found<Found>(what: string, find: () => Found | null | undefined, ms = WITHIN_MS) {
    const until = performance.now() + ms
    const mine = running
    for (;;) {
      if (mine !== running) throw new Error('given up')
      const now = find()
      if (now) return now
      if (performance.now() > until) {
        if (ms < WITHIN_MS) return undefined
        throw new Error(`stuck: ${what}`)
      }
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }
  const usable = (selector: string) => () =>
    [...document.querySelectorAll<HTMLButtonElement>(selector)].findLast(
      one => !one.disabled && one.checkVisibility(),
    )
  const byId = (testId: string) => `[data-testid="${testId}"]`
  async function carryOut(step: Step): Promise<void> {
    if ('tap' in step) (await found(step.tap, usable(byId(step.tap))))?.click()
    else if ('tapFirst' in step) {
      const find = () =>
        [...document.querySelectorAll<HTMLButtonElement>(`[data-testid^="${step.tapFirst}"]`)].find(
          one => !one.disabled && one.checkVisibility(),
        )
      ;(await found(step.tapFirst, find))?.click()
    } else if ('tile' in step) {
      const find = () =>
        document.querySelectorAll<HTMLElement>('[data-testid^="tile-ps-"]')[step.tile]
      ;(await found(`tile ${step.tile}`, find))?.click()
    } else if ('ifThere' in step) (await found('', usable(byId(step.ifThere)), 400))?.click()
    else if ('go' in step) location.hash = step.go
    else if ('until' in step) {
      await found(step.until.join(', '), () =>
        document.querySelector(step.until.map(byId).join(', ')),
      )
    } else if ('exact' in step) {
      const find = usable('[data-testid="validate"]')
      const first = () => document.querySelector<HTMLElement>('[data-testid^="quick-"]') ?? find()
      const button = await found('an amount or a way on', first)
      if (button?.dataset.testid !== 'validate') button?.click()
    } else if ('arm' in step) arm(step.arm)
    else if ('leave' in step) {
      location.hash = '#/sell'
      const isAway = () => {
        const ways = [
          'new-ticket',
          'sheet-close',
          'terminal-close',
          'terminal-later',
          'ask-unlikely-no',
        ]
        const way = ways.map(one => usable(byId(one))()).find(one => one !== undefined)
        way?.click()
        return !way && document.querySelector('[data-testid^="tile-ps-"]') !== null
      }
      await found('the shelf', isAway)
    } else await found('an empty ticket', () => document.querySelector('.ticket-line') === null)
  }

  const torture: PageUnderTorture = {
    async run(steps, atMoment) {
      then = atMoment
      armed = undefined
      running += 1
      const mine = running
      for (const step of steps) {
        try {
          await carryOut(step)
        } catch (error) {
          return `${JSON.stringify(step)}: ${(error as Error).message}`
        }
      }
      if (mine === running) armed = undefined
      return ''
    },
  }
  Object.assign(globalThis, { torture })
}
