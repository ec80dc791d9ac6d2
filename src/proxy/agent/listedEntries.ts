import { EquipmentUnreadable } from './equipmentUnreadable'

/** An entry of a list of devices, as an environment variable has it: `Comptoir=192.168.1.60`. */
export interface ListedEntry {
  /** Name for people; empty where none was given. */
  name: string
  /** What stands for the device: an address, or its number. */
  device: string
}

/** Tells what is wrong with one entry, which is left out; the others serve. */
export type TellFault = (what: string) => void

const MOST = 20
const LONGEST_NAME = 40

/** The entries of a list, separated by commas; those that are empty, or beyond the most, are left out. */
export function listedEntries(listed: string | undefined, tell: TellFault): ListedEntry[] {
  const entries = (listed ?? '')
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
  if (entries.length > MOST)
    tell(`pas plus de ${MOST} appareils, ceux d’après sont laissés de côté`)
  return entries.slice(0, MOST).map(entry => {
    const [, name = '', device = ''] = /^(?:([^=]*)=)?(.*)$/.exec(entry) ?? []
    return { name: name.trim().slice(0, LONGEST_NAME), device: device.trim() }
  })
}

/** Reads each entry; one that cannot be read, or is there twice, is told and left out. */
export function readEach<Read extends { id: string }>(
  entries: readonly ListedEntry[],
  read: (entry: ListedEntry, number: number) => Read,
  tell: TellFault,
): Read[] {
  const found = new Map<string, Read>()
  entries.forEach((entry, at) => {
    try {
      const one = read(entry, at + 1)
      if (found.has(one.id)) tell(`l’entrée ${at + 1} est déjà dans la liste`)
      else found.set(one.id, one)
    } catch (error) {
      if (!(error instanceof EquipmentUnreadable)) throw error
      tell(error.message)
    }
  })
  return [...found.values()]
}
