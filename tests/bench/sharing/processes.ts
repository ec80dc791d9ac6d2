import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of the kernel's clock in a second, as every Linux of today has them. */
const TICKS = 100

/** What some processes took of the machine so far. */
export interface Taken {
  cpuMs: number
  residentBytes: number
}

/** What processes took until now, and those that they started and that ended meanwhile. */
export function takenBy(pids: readonly number[]): Taken {
  const taken = { cpuMs: 0, residentBytes: 0 }
  for (const pid of pids) {
    const found = statOf(pid)
    if (!found) continue
    const ticks = found.slice(11, 15).reduce((sum, one) => sum + Number(one), 0)
    taken.cpuMs += (ticks * 1_000) / TICKS
    taken.residentBytes += Number(found[21]) * 4_096
  }
  return taken
}

/** A process and those that it started. */
export function familyOf(pid: number): number[] {
  const all = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  return [pid, ...all.map(Number).filter(one => Number(statOf(one)?.[1]) === pid)]
}

/** Fields of a process from its state on: its name before may hold spaces. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    // It ended between its listing and its reading.
    return undefined
  }
}
