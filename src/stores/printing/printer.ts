import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCounterAgentStore } from '@/stores/settings/counterAgent'
import { useContext } from '@/stores/useContext'
import type { JournalEntry } from '@/core/journal/journal'
import { opensDrawer } from '@/core/printing/opensDrawer'
import type { PaperLine } from '@/core/printing/paperLine'
import { isSamePrinter, MOST_JOBS, type PrinterSetting } from '@/core/printing/printer'
import type { PrintOutcome } from '@/core/printing/printOutcome'
import { levelOfOpen } from '@/core/printing/printerState'
import { automaticPaper } from '@/core/printing/printsItself'
import { keepSetting, readSetting } from '@/till/settings/settings'
import type { PrintQueue, PrintTrouble } from '@/printing/printQueue'

/** A drawer is open, and its switch says so, within that time of the pulse. */
const SWITCH_SETTLES_MS = 600

/** The printer that this device prints on by itself, where one was set up, and its drawer. */
export const usePrinterStore = defineStore('printer', () => {
  const context = useContext()
  const counterAgent = useCounterAgentStore()
  const setting = shallowRef<PrinterSetting | null>(null)
  const waiting = shallowRef(0)
  const trouble = shallowRef<PrintTrouble | null>(null)
  /** The drawer did not open by itself. */
  const drawerFault = shallowRef<Exclude<PrintOutcome, { state: 'sent' }> | null>(null)
  /** What was sealed last whose paper comes out without being asked for. */
  const toPrint = shallowRef<JournalEntry | null>(null)
  let queue: Promise<PrintQueue> | undefined

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
    if (opensDrawer(entry.event)) openItsDrawer()
    const paper = automaticPaper(entry.event)
    if (paper && setting.value?.printsItself.includes(paper)) toPrint.value = entry
  }

  /** Opens the drawer where the printer has one; nothing waits for it. */
  function openItsDrawer(): void {
    if (setting.value?.opensDrawer) openDrawer().catch(reportError)
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
    return line.add({ id: context.newId(), bytes: encodePaper(lines, profile) })
  }

  /** Opens the drawer; what goes wrong is told, and nothing waits for it. */
  async function openDrawer(): Promise<void> {
    if (!setting.value) return
    const { profile } = setting.value
    const [{ encodeDrawerPulse, encodePulseAtOnce }, line] = await Promise.all([
      import('@/printing/drawerPulse'),
      theQueue(),
    ])
    const outcome = await line.pulse({
      usual: encodeDrawerPulse(profile),
      atOnce: encodePulseAtOnce(profile),
    })
    drawerFault.value = outcome.state === 'sent' ? null : outcome
  }

  /** What the printer says of itself; undefined where it does not answer, or why it is not reached. */
  const readState = async () => (await theQueue()).readState()

  /** Opens the drawer, which a person closed, and keeps how its switch tells open; false where it does not. */
  async function learnDrawer(): Promise<boolean> {
    const closed = await readState()
    await openDrawer()
    await new Promise(resolve => setTimeout(resolve, SWITCH_SETTLES_MS))
    const open = await readState()
    const isKnown = typeof closed === 'object' && typeof open === 'object'
    const isWireHighOpen = isKnown ? levelOfOpen(closed, open) : undefined
    if (isWireHighOpen === undefined || !setting.value) return false
    const profile = { ...setting.value.profile, isWireHighOpen }
    await save({ ...setting.value, profile })
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
      },
      report: reportError,
    })
  }

  const tryAgain = async () => (await theQueue()).tryAgain()
  const leave = async () => (await theQueue()).leave()
  const dismissDrawer = () => void (drawerFault.value = null)

  return {
    setting,
    isSet,
    hasRoom,
    waiting,
    trouble,
    drawerFault,
    toPrint,
    start,
    save,
    noteSealed,
    openItsDrawer,
    print,
    openDrawer,
    readState,
    learnDrawer,
    tryAgain,
    leave,
    dismissDrawer,
  }
})
