import { shallowRef, type ShallowRef } from 'vue'
import type { PrinterSetting } from '@/core/printing/printer'
import type { PrintOutcome } from '@/core/printing/printOutcome'
import { levelOfOpen } from '@/core/printing/printerState'
import type { PrintQueue } from '@/printing/printQueue'

/** A drawer is open, and its switch says so, within that time of the pulse. */
const SWITCH_SETTLES_MS = 600

/** The drawer that is plugged into the printer: `theQueue` is that of the printer that is set. */
export function makePrinterDrawer(
  setting: Readonly<ShallowRef<PrinterSetting | null>>,
  theQueue: () => Promise<PrintQueue>,
) {
  /** The drawer did not open by itself. */
  const drawerFault = shallowRef<Exclude<PrintOutcome, { state: 'sent' }> | null>(null)

  /** Opens the drawer where the printer has one; nothing waits for it. */
  function openItsDrawer(): void {
    if (setting.value?.opensDrawer) openDrawer().catch(reportError)
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

  /** Opens the drawer, which a person closed; the level of its wire that means open, where it tells. */
  async function learnSwitch(): Promise<boolean | undefined> {
    const line = await theQueue()
    const closed = await line.readState()
    await openDrawer()
    await new Promise(resolve => setTimeout(resolve, SWITCH_SETTLES_MS))
    const open = await line.readState()
    const isTold = typeof closed === 'object' && typeof open === 'object'
    return isTold ? levelOfOpen(closed, open) : undefined
  }

  const dismissDrawer = () => void (drawerFault.value = null)

  return { drawerFault, openItsDrawer, openDrawer, learnSwitch, dismissDrawer }
}
