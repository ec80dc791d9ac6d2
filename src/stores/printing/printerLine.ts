import { shallowRef } from 'vue'
import { useCounterAgentStore } from '@/stores/settings/counterAgent'
import { useContext } from '@/stores/useContext'
import type { PaperLine } from '@/core/printing/paperLine'
import { isSamePrinter, type PrinterSetting } from '@/core/printing/printer'
import { mayRepeat } from '@/core/printing/printOutcome'
import { keepSetting, readSetting } from '@/till/settings/settings'
import type { PrintQueue, PrintTrouble } from '@/printing/printQueue'

/** One printer that was set up under a name of the settings, and the papers that wait for it. */
export function makePrinterLine(name: 'printer' | 'sparePrinter') {
  const context = useContext()
  const counterAgent = useCounterAgentStore()
  const setting = shallowRef<PrinterSetting | null>(null)
  const waiting = shallowRef(0)
  const trouble = shallowRef<PrintTrouble | null>(null)
  /** Papers in the line, by the ids of their jobs. */
  const papers = new Map<string, readonly PaperLine[]>()
  let queue: Promise<PrintQueue> | undefined

  async function start(): Promise<void> {
    setting.value = (await readSetting(context, name)) ?? null
  }

  /** Sets the printer up, or takes it away; what waits for another printer is left. */
  async function save(next: PrinterSetting | null): Promise<void> {
    await keepSetting(context, name, next)
    if (!isSamePrinter(setting.value, next)) {
      queue = undefined
      waiting.value = 0
      trouble.value = null
      papers.clear()
    }
    setting.value = next
  }

  /**
   * Puts a paper in the printer's line. False where no printer is set, or its line is full: it is
   * then for another to print.
   */
  async function print(lines: readonly PaperLine[]): Promise<boolean> {
    if (!setting.value) return false
    const { profile } = setting.value
    const [{ encodePaper }, line] = await Promise.all([
      import('@/printing/encodePaper'),
      theQueue(),
    ])
    const id = context.newId()
    const isTaken = line.add({ id, bytes: encodePaper(lines, profile) })
    if (isTaken) papers.set(id, lines)
    return isTaken
  }

  /** What the printer says of itself; undefined where it does not answer, or why it is not reached. */
  const readState = async () => (await theQueue()).readState()

  function theQueue(): Promise<PrintQueue> {
    queue ??= makeQueue()
    return queue
  }

  async function makeQueue(): Promise<PrintQueue> {
    const [{ makePrintQueue }, { openPrinter, waysOfPage }] = await Promise.all([
      import('@/printing/printQueue'),
      import('@/printing/openPrinter'),
    ])
    const used = setting.value
    return makePrintQueue({
      open: async () =>
        used ? openPrinter(used, waysOfPage(await counterAgent.read()))() : 'not-allowed',
      wait: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
      onChange: (jobs, stopped) => {
        if (!isSamePrinter(used, setting.value)) return
        waiting.value = jobs
        trouble.value = stopped
        if (jobs === 0) papers.clear()
      },
      report: reportError,
    })
  }

  const tryAgain = async () => (await theQueue()).tryAgain()

  /** Gives up the paper in trouble, and goes on with the next. */
  async function leave(): Promise<void> {
    if (trouble.value) papers.delete(trouble.value.job.id)
    const line = await theQueue()
    line.leave()
  }

  /** Takes the paper in trouble out of the line; null where some of it may have come out. */
  async function takeOut(): Promise<readonly PaperLine[] | null> {
    const stopped = trouble.value
    const lines = stopped && mayRepeat(stopped.outcome) ? papers.get(stopped.job.id) : undefined
    if (!lines) return null
    await leave()
    return lines
  }

  return {
    setting,
    waiting,
    trouble,
    start,
    save,
    print,
    readState,
    theQueue,
    tryAgain,
    leave,
    takeOut,
  }
}
