import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { makePrinterDrawer } from './printerDrawer'
import { makePrinterLine } from './printerLine'
import type { JournalEntry } from '@/core/journal/journal'
import { opensDrawer } from '@/core/printing/opensDrawer'
import type { PaperLine } from '@/core/printing/paperLine'
import { MOST_JOBS } from '@/core/printing/printer'
import { automaticPaper } from '@/core/printing/printsItself'

/** The printer that this device prints on by itself, where one was set up, its drawer, and the spare one. */
export const usePrinterStore = defineStore('printer', () => {
  const line = makePrinterLine('printer')
  const spare = makePrinterLine('sparePrinter')
  const { setting, save, print, readState, theQueue } = line
  const drawer = makePrinterDrawer(setting, theQueue)
  /** What was sealed last whose paper comes out without being asked for. */
  const toPrint = shallowRef<JournalEntry | null>(null)
  /** What the browser prints in the printer's place. */
  const forBrowser = shallowRef<readonly PaperLine[] | null>(null)

  const isSet = computed(() => setting.value !== null)
  /** A paper that is sealed as printed now is not refused by the line. */
  const hasRoom = computed(() => line.waiting.value < MOST_JOBS)
  /** The line that stopped. */
  const stopped = computed(() =>
    line.trouble.value === null && spare.trouble.value ? spare : line,
  )
  const trouble = computed(() => stopped.value.trouble.value)
  /** Papers in the line that stopped, the one in trouble among them. */
  const waiting = computed(() => stopped.value.waiting.value)
  /** The spare printer can take the paper in trouble. */
  const hasSpare = computed(() => spare.setting.value !== null && stopped.value === line)

  /** Reads what was set up; a till without a printer reads no spare one. */
  async function start(): Promise<void> {
    await line.start()
    if (setting.value) await spare.start()
  }

  /** Notes what was sealed in this tab: the drawer opens by it, and its paper comes out where the shop wants it. */
  function noteSealed(entry: JournalEntry): void {
    if (opensDrawer(entry.event)) drawer.openItsDrawer()
    const paper = automaticPaper(entry.event)
    if (paper && setting.value?.printsItself.includes(paper)) toPrint.value = entry
  }

  /** Opens the drawer, which a person closed, and keeps how its switch tells open; false where it does not. */
  async function learnDrawer(): Promise<boolean> {
    const isWireHighOpen = await drawer.learnSwitch()
    if (isWireHighOpen === undefined || !setting.value) return false
    await save({ ...setting.value, profile: { ...setting.value.profile, isWireHighOpen } })
    return true
  }

  const tryAgain = () => stopped.value.tryAgain()
  const leave = () => stopped.value.leave()

  /** Gives the paper in trouble to the browser; only one of which surely nothing came out. */
  async function useBrowser(): Promise<void> {
    forBrowser.value = await stopped.value.takeOut()
  }

  const endBrowser = () => void (forBrowser.value = null)

  /** Gives it to the spare printer, or to the browser where that one takes no more. */
  async function useSpare(): Promise<void> {
    const lines = await line.takeOut()
    if (lines && !(await spare.print(lines))) forBrowser.value = lines
  }

  return {
    setting,
    spare: spare.setting,
    isSet,
    hasRoom,
    hasSpare,
    waiting,
    trouble,
    toPrint,
    start,
    save,
    saveSpare: spare.save,
    noteSealed,
    print,
    printOnSpare: spare.print,
    readState,
    learnDrawer,
    tryAgain,
    leave,
    forBrowser,
    useBrowser,
    endBrowser,
    useSpare,
    drawerFault: drawer.drawerFault,
    openItsDrawer: drawer.openItsDrawer,
    openDrawer: drawer.openDrawer,
    dismissDrawer: drawer.dismissDrawer,
  }
})
