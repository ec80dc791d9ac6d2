import type { Socket } from 'node:net'
import { connectTo, NotConnected } from './connect'
import type { Equipment, EquipmentRules } from './equipment'
import type { PrintFault } from '@/core/printing/printOutcome'

/** How a device was last found. */
export interface Sighting {
  /** In milliseconds since 1970. */
  at: number
  /** Why it was not reached; null where it was. */
  unreached: NotConnected['why'] | null
  /** Why it did not do what it was asked, though it was reached; null where it did, or was not asked yet. */
  fault: PrintFault | null
}

/** Devices of the counter as they were last found, since this program started: nothing is asked of them for it. */
export interface Sightings {
  /**
   * Connects to a device, and notes whether it was reached.
   *
   * @throws NotConnected where it cannot be reached, or is not on the shop's network.
   */
  reach: (equipment: Equipment, rules: EquipmentRules) => Promise<Socket>
  /** Notes what a device that was reached said, or did not do. */
  noteFault: (equipment: Equipment, fault: PrintFault | null) => void
  /** Notes that a device which is asked in another way was not reached. */
  noteUnreached: (equipment: Equipment, why: NotConnected['why']) => void
  /** How a device was last found; undefined where nothing was asked of it yet. */
  lastOf: (equipmentId: string) => Sighting | undefined
}

export function openSightings(now: () => number = Date.now): Sightings {
  const byId = new Map<string, Sighting>()
  const noteUnreached: Sightings['noteUnreached'] = ({ id }, unreached) =>
    void byId.set(id, { at: now(), unreached, fault: null })
  return {
    async reach(equipment, rules) {
      try {
        const socket = await connectTo(equipment, rules)
        byId.set(equipment.id, { at: now(), unreached: null, fault: null })
        return socket
      } catch (error) {
        if (error instanceof NotConnected) noteUnreached(equipment, error.why)
        throw error
      }
    },
    noteFault: ({ id }, fault) => byId.set(id, { at: now(), unreached: null, fault }),
    noteUnreached,
    lastOf: equipmentId => byId.get(equipmentId),
  }
}
