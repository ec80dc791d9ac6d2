/** Which devices are in use: each takes one connection at a time. */
export interface InUse {
  /** Takes a device; undefined while another has it. The function that comes back gives it free. */
  take: (equipmentId: string) => (() => void) | undefined
}

export function oneAtATime(): InUse {
  const taken = new Set<string>()
  return {
    take: equipmentId => {
      if (taken.has(equipmentId)) return undefined
      taken.add(equipmentId)
      return () => taken.delete(equipmentId)
    },
  }
}
