import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { afterPaint } from '@/stores/afterPaint'
import { useContext } from '@/stores/useContext'
import type { PrintFault } from '@/core/printing/printOutcome'
import type { PoleLines } from '@/core/ticket/pole/poleLines'
import type { PoleSetting } from '@/core/ticket/pole/poleSetting'
import { keepSetting, readSetting } from '@/till/settings/settings'
import type { PoleDisplay } from '@/printing/poleDisplay'

const TRIED_FOR_MS = 5_000

/** The customer's display of two lines, where this device has one. What it needs comes once one was chosen. */
export const usePoleStore = defineStore('pole', () => {
  const context = useContext()
  const setting = shallowRef<PoleSetting | null>(null)
  /** Why it shows nothing; undefined until it was tried. */
  const fault = shallowRef<PrintFault | null>()
  const isSet = computed(() => setting.value !== null)
  const canChoose = 'serial' in navigator
  let display: Promise<PoleDisplay> | undefined
  let shown: PoleLines | undefined

  async function start(): Promise<void> {
    setting.value = (await readSetting(context, 'poleDisplay')) ?? null
  }

  /** Sets the display up, or takes it away; the port is given free, and what is shown comes anew. */
  async function save(next: PoleSetting | null): Promise<void> {
    await keepSetting(context, 'poleDisplay', next)
    const resting = rest()
    setting.value = next
    await resting
  }

  /** Lets the person choose its port; false where none was. Only in answer to a press. */
  async function choose(baudRate: number): Promise<boolean> {
    const [{ chooseSerial }, { poleAtFirst }] = await Promise.all([
      import('@/printing/ways/serialPrinter'),
      import('@/core/ticket/pole/poleSetting'),
    ])
    const way = await chooseSerial(navigator.serial, baudRate)
    if (way) await save(poleAtFirst(way))
    return way !== null
  }

  /** Shows two lines once the till's own screen is painted; nothing waits for it. */
  function show(lines: PoleLines): void {
    shown = lines
    afterPaint(() => {
      if (shown === lines) write(lines).catch(reportError)
    })
  }

  /** Shows a text for a while, to be looked at; then what was shown comes back, unless the ticket changed. */
  async function tryIt(words: string): Promise<void> {
    const used = setting.value
    if (!used) return
    const { poleTest } = await import('@/core/ticket/pole/poleLines')
    const [before, tried] = [shown, poleTest(words, used.page)]
    show(tried)
    setTimeout(() => before && shown === tried && show(before), TRIED_FOR_MS)
  }

  /** Gives the port free: another tab serves. */
  async function rest(): Promise<void> {
    const before = display
    display = undefined
    shown = undefined
    fault.value = undefined
    await (await before)?.stop()
  }

  async function write(lines: PoleLines): Promise<void> {
    const used = setting.value
    if (!used) return
    const { poleBytes } = await import('@/core/ticket/pole/poleBytes')
    const pole = await theDisplay(used)
    if (used === setting.value && shown === lines) pole.show(poleBytes(lines, used))
  }

  function theDisplay(used: PoleSetting): Promise<PoleDisplay> {
    display ??= openDisplay(used)
    return display
  }

  async function openDisplay(used: PoleSetting): Promise<PoleDisplay> {
    const [{ makePoleDisplay }, { openSerial }, { poleSetUp }] = await Promise.all([
      import('@/printing/poleDisplay'),
      import('@/printing/ways/serialPrinter'),
      import('@/core/ticket/pole/poleBytes'),
    ])
    const { serial } = navigator as Partial<Navigator>
    const pole = makePoleDisplay({
      open: serial
        ? openSerial(serial, used.way, { asksState: false })
        : () => Promise.resolve('not-allowed'),
      setUp: poleSetUp(used),
      rest: (milliseconds, until) =>
        Promise.race([until, new Promise(resolve => setTimeout(resolve, milliseconds))]),
      onState: found => {
        if (used === setting.value) fault.value = found
      },
      report: reportError,
    })
    // The page is left: what it showed is of a customer.
    window.addEventListener('pagehide', () => void rest().catch(reportError), { once: true })
    // Plugged in again, it is there at once.
    serial?.addEventListener('connect', pole.wake)
    return pole
  }

  return { setting, fault, isSet, canChoose, start, save, choose, show, tryIt, rest }
})
