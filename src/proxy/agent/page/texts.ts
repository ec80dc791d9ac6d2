import type { EquipmentKind } from '@/proxy/agent/equipment'
import type { PrintFault } from '@/core/printing/printOutcome'

/** What the agent's page says, in one language. Names in braces are filled in, as text. */
export interface PageTexts {
  language: 'fr' | 'en'
  title: string
  lead: string
  /** Shown by the page's own script once the program answers no more. */
  silent: string
  page: string
  paired: string
  pairedAt: string
  pairedBefore: string
  heardAt: string
  neverHeard: string
  notPaired: string
  howToPair: string
  lost: string
  lostFile: string
  devices: string
  wrongSetting: string
  kinds: Record<EquipmentKind, string>
  address: string
  neverAsked: string
  reached: string
  unreachable: string
  notPrivate: string
  faults: Record<PrintFault, string>
  faultAt: string
  screens: string
  screensListen: (count: number) => string
  noScreen: string
  screenLeft: string
  notAskedByPage: string
}
