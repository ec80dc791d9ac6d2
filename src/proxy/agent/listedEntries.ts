import { EquipmentUnreadable } from './equipmentUnreadable'

/** An entry of a list of devices, as an environment variable has it: `Comptoir=192.168.1.60`. */
export interface ListedEntry {
  /** Name for people; empty where none was given. */
  name: string
  /** What stands for the device: an address, or its number. */
  device: string
}

const MOST = 20
const LONGEST_NAME = 40

/**
 * The entries of a list, separated by commas; those that are empty are left out.
 *
 * @throws EquipmentUnreadable where there are too many.
 */
export function listedEntries(listed: string | undefined): ListedEntry[] {
  const entries = (listed ?? '')
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
  if (entries.length > MOST) throw new EquipmentUnreadable(`pas plus de ${MOST} appareils`)
  return entries.map(entry => {
    const [, name = '', device = ''] = /^(?:([^=]*)=)?(.*)$/.exec(entry) ?? []
    return { name: name.trim().slice(0, LONGEST_NAME), device: device.trim() }
  })
}
