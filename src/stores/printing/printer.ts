import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { makePrinterDrawer } from './printerDrawer'
import { useCounterAgentStore } from '@/stores/settings/counterAgent'
import { useContext } from '@/stores/useContext'
import type { JournalEntry } from '@/core/journal/journal'
import { opensDrawer } from '@/core/printing/opensDrawer'
import type { PaperLine } from '@/core/printing/paperLine'
import { isSamePrinter, MOST_JOBS, type PrinterSetting } from '@/core/printing/printer'
import { mayRepeat } from '@/core/printing/printOutcome'
import { automaticPaper } from '@/core/printing/printsItself'
import { keepSetting, readSetting } from '@/till/settings/settings'
import type { PrintQueue, PrintTrouble } from '@/printing/printQueue'

/** The printer that this device prints on by itself, where one was set up, and its drawer. */
export const usePrinterStore = defineStore('printer', () => {
  const context = useContext()
  const counterAgent = useCounterAgentStore()
  const setting = shallowRef<PrinterSetting | null>(null)
  const waiting = shallowRef(0)
  const trouble = shallowRef<PrintTrouble | null>(null)
  /** What was sealed last whose paper comes out without being asked for. */
  const toPrint = shallowRef<JournalEntry | null>(null)
  /** What the browser prints in the printer's place. */
  const forBrowser = shallowRef<readonly PaperLine[] | null>(null)
  /** Papers in the line, by the ids of their jobs. */
  const papers = new Map<string, readonly PaperLine[]>()
  let queue: Promise<PrintQueue> | undefined
  const drawer = makePrinterDrawer(setting, theQueue)

  const isSet = computed(() => setting.value !== null)
  /** A paper that is sealed as printed now is not refused by the line. */
  const hasRoom = computed(() => waiting.value < MOST_JOBS)

  async function start(): Promise<void> {
    setting.value = (await readSetting(context, 'printer')) ?? null
  }

  /** Sets the printer up, or takes it away; what waits for another printer is left. */
  async function save(next: PrinterSetting | null): Promise<void> {
    await keepSetting(context, 'printer', next)
    if (!isSamePrinter(setting.value, next)) {
      queue = undefined
      waiting.value = 0
      trouble.value = null
    }
    setting.value = next
  }

  /** Notes what was sealed in this tab: the drawer opens by it, and its paper comes out where the shop wants it. */
  function noteSealed(entry: JournalEntry): void {
    if (opensDrawer(entry.event)) drawer.openItsDrawer()
    const paper = automaticPaper(entry.event)
    if (paper && setting.value?.printsItself.includes(paper)) toPrint.value = entry
  }

  /**
   * Puts a paper in the printer's line. False where no printer is set, or its line is full: it is
   * then for the browser to print.
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

  /** Opens the drawer, which a person closed, and keeps how its switch tells open; false where it does not. */
  async function learnDrawer(): Promise<boolean> {
    const isWireHighOpen = await drawer.learnSwitch()
    if (isWireHighOpen === undefined || !setting.value) return false
    await save({ ...setting.value, profile: { ...setting.value.profile, isWireHighOpen } })
    return true
  }

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
  async function leave(): Promise<void> {
    if (trouble.value) papers.delete(trouble.value.job.id)
    const line = await theQueue()
    line.leave()
  }

  /** Gives the paper in trouble to the browser; only one of which surely nothing came out. */
  async function useBrowser(): Promise<void> {
    const stopped = trouble.value
    if (!stopped || !mayRepeat(stopped.outcome)) return
    forBrowser.value = papers.get(stopped.job.id) ?? null
    await leave()
  }

  return {
    setting,
    isSet,
    hasRoom,
    waiting,
    trouble,
    toPrint,
    start,
    save,
    noteSealed,
    print,
    readState,
    learnDrawer,
    tryAgain,
    leave,
    forBrowser,
    useBrowser,
    drawerFault: drawer.drawerFault,
    openItsDrawer: drawer.openItsDrawer,
    openDrawer: drawer.openDrawer,
    dismissDrawer: drawer.dismissDrawer,
  }
})
