import { setTimeout as sleep } from 'node:timers/promises'
import { expect, type CDPSession, type Page } from '@playwright/test'
import { startCounterServer } from '../e2e/payment/counterServer'
import { connectShop, typeSeller } from '../e2e/settings/identity'
import { centsOf } from '../e2e/support'
import { aTerminal, type FakeTerminal } from '../support/terminal/fakeTerminal'
import { startBrowser } from './browser'
import { readDisk, type Disk } from './disk'
import {
  installInPage,
  type AtMoment,
  type PageSettings,
  type PageUnderTorture,
  type Step,
} from './inPage'
import type { Paid } from './judge'
import { openLine, type Line } from './line'
import type { Fault } from './plan'

/** A till of a shop, with all that can be killed of it. */
export interface TillUnderTorture {
  terminal: FakeTerminal
  /** What its screens called paid, whatever became of them. */
  ledger: readonly Paid[]
  /** Opens the till in place of what was open; resolves once its shelf is shown. */
  reopen: () => Promise<void>
  /** Carries out steps in the page; says where it was stuck, or nothing. Rejects where the page died. */
  run: (steps: readonly Step[], then: AtMoment) => Promise<string>
  /** Resolves once the page says that the moment has come. */
  moment: () => Promise<void>
  strike: (fault: Fault, more: { hoursAhead: number }) => Promise<void>
  /** Puts right what outlives a page: the line, the server, the room on the device. */
  mend: () => Promise<void>
  read: () => Promise<Disk>
  /** Runs a function in the page. */
  ask: <Answer>(question: () => Answer | Promise<Answer>) => Promise<Answer>
  /** Makes the shop's articles those of another version, for the next sync. */
  changeShop: (version: number) => Promise<void>
  end: () => Promise<void>
}

/** Articles that tell the version of the shop by their names. */
const VERSIONED = [1, 2, 3, 4, 5, 6, 7, 8]

/** A connected till that sells, with a card terminal that does not exist. */
export async function startTill(isInstalled: boolean): Promise<TillUnderTorture> {
  const terminal = await aTerminal()
  const server = await startCounterServer({
    COMPTOIR_TERMINAL: `Comptoir=127.0.0.1:${terminal.port}`,
    COMPTOIR_DEMO_CONTROL: '1',
  })
  const line = await openLine(Number(new URL(server.origin).port))
  const state: State = {
    line,
    isInstalled,
    aheadMs: 0,
    ledger: [],
    told: () => undefined,
    updates: 0,
  }
  const browser = await startBrowser(async context => {
    context.setDefaultTimeout(30_000)
    await context.exposeBinding('torturer', (_source, said: Said) => hear(state, said))
  })
  const page = () => {
    if (!state.page) throw new Error('no page is open')
    return state.page
  }

  async function openPage(): Promise<void> {
    const old = browser.context().pages()
    const next = await browser.context().newPage()
    await next.addInitScript(installInPage, settingsOf(state))
    state.page = next
    await Promise.all(old.map(one => one.close().catch(() => undefined)))
  }

  async function reopen(): Promise<void> {
    await openPage()
    await page().goto(`${line.origin}/#/sell`, { waitUntil: 'commit' })
    await page().evaluate(waitForShelf)
  }

  const strikes = strikesOn(state, { browser, server, line, page })
  const till: TillUnderTorture = {
    terminal,
    ledger: state.ledger,
    reopen,
    run: (steps, then) =>
      page().evaluate(
        ([all, atMoment]) =>
          (globalThis as unknown as { torture: PageUnderTorture }).torture.run(all, atMoment),
        [steps, then] as const,
      ),
    moment: () => new Promise(resolve => (state.told = resolve)),
    strike: (fault, { hoursAhead }) => strikes[fault](hoursAhead),
    async mend() {
      line.mend()
      if (state.isServerDead) await server.start()
      state.isServerDead = false
      await state.isFull?.detach().catch(() => undefined)
      state.isFull = undefined
    },
    read: () => page().evaluate(readDisk),
    ask: question => page().evaluate(question),
    async changeShop(version) {
      for (const productId of VERSIONED) {
        const name = `Torture ${version} · ${productId}`
        const body = JSON.stringify({ change: { kind: 'name', productId, name } })
        await fetch(`${server.origin}/demo/control`, { method: 'POST', body })
      }
    },
    async end() {
      await browser.end()
      await Promise.all([line.close(), server.kill(), terminal.close()])
    },
  }
  try {
    await till.changeShop(1)
    await openPage()
    await setUp(page(), line.origin)
  } catch (error) {
    await till.end()
    throw error
  }
  return till
}

interface State {
  line: Line
  page?: Page
  isInstalled: boolean
  aheadMs: number
  ledger: Paid[]
  told: () => void
  updates: number
  isServerDead?: boolean
  isFull?: CDPSession
}

const settingsOf = ({ aheadMs, isInstalled }: State): PageSettings => ({ aheadMs, isInstalled })

interface Said {
  what: string
  text: string
}

function hear(state: State, { what, text }: Said): void {
  if (what === 'now') state.told()
  if (what !== 'paid') return
  const [label = '', title = ''] = text.split(' = ')
  const number = /[A-Z]+-\d+/.exec(label)?.[0]
  if (number) state.ledger.push({ number, cents: Math.abs(centsOf(title)) })
}

interface Reach {
  browser: Awaited<ReturnType<typeof startBrowser>>
  server: Awaited<ReturnType<typeof startCounterServer>>
  line: Line
  page: () => Page
}

/** Each fault, done at once. */
function strikesOn(
  state: State,
  { browser, server, line, page }: Reach,
): Record<Fault, (hoursAhead: number) => Promise<void>> {
  return {
    async browser() {
      await browser.kill()
      await browser.start()
    },
    async crash() {
      const session = await browser.context().newCDPSession(page())
      const crashed = page().waitForEvent('crash')
      // It has no answer: nobody is left to give one.
      session.send('Page.crash').catch(() => undefined)
      await crashed
    },
    closed: () => page().close({ runBeforeUnload: false }),
    // The page did it, in the line of code of its moment.
    worker: () => Promise.resolve(),
    network: () => Promise.resolve(line.cut()),
    answer: () => Promise.resolve(line.loseAnswers()),
    async server() {
      await server.kill()
      state.isServerDead = true
    },
    async tabs() {
      const second = await browser.context().newPage()
      await second.addInitScript(installInPage, settingsOf(state))
      await second.goto(`${line.origin}/#/sell`, { waitUntil: 'commit' })
      await second.getByTestId('take-over').click()
      await second.evaluate(waitForShelf)
    },
    async full() {
      const session = await browser.context().newCDPSession(page())
      await session.send('Storage.overrideQuotaForOrigin', { origin: line.origin, quotaSize: 1 })
      state.isFull = session
    },
    clock(hoursAhead) {
      state.aheadMs = hoursAhead * 3_600_000
      return Promise.resolve()
    },
    async update() {
      state.updates += 1
      const address = `sw.js?newer=${state.updates}`
      await page().evaluate(
        newer => void navigator.serviceWorker.register(newer).catch(() => undefined),
        address,
      )
    },
  }
}

/** Runs in the page: the shelf is shown, or another tab is told to give the counter up. */
async function waitForShelf(): Promise<void> {
  const until = performance.now() + 25_000
  while (performance.now() < until) {
    const over = document.querySelector<HTMLElement>('[data-testid="take-over"]')
    over?.click()
    if (!over && document.querySelector('[data-testid^="tile-ps-"]')) return
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  throw new Error(`the till does not open: ${document.body.innerText.slice(0, 300)}`)
}

/** Connects the shop, says who sells, and chooses the terminal; nothing syncs by itself. */
async function setUp(page: Page, origin: string): Promise<void> {
  await page.goto(origin)
  await connectShop(page, origin)
  await typeSeller(page)
  await page.getByTestId('seller-save').click()
  await expect(page).toHaveURL(/#\/debut\/equipe$/)
  await page.goto(`${origin}/#/config/general/commandes`)
  await page.getByTestId('sync-every').selectOption('0')
  await page.getByTestId('picture-budget').selectOption('0')
  await page.goto(`${origin}/#/config`)
  await page.getByTestId('config-terminal').click()
  await page.getByTestId('terminal-choice').getByRole('radio', { name: 'Comptoir' }).check()
  await sleep(200)
}
