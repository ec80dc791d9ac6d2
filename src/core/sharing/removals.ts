import type { Removal, Statement } from './statements'

/**
 * The removal of each device that holds. `managers` are those that may remove, from the paper key
 * down. One that was said after its author was put out does not hold (`from` tells until when that
 * one is heard). So those are held first that no other could undo; where removals undo each other,
 * said by devices that had not heard of one another, the senior device's holds.
 */
export function heldRemovals(
  managers: readonly string[],
  statements: readonly Statement[],
): Map<string, Removal> {
  const [paperKey] = managers
  const rank = new Map(managers.map((device, at) => [device, at]))
  const held = new Map<string, Removal>()
  let open = statements
    .filter(one => one.kind === 'removal')
    .filter(one => rank.has(one.by) && one.device !== one.by && one.device !== paperKey)
    .toSorted((a, b) => (rank.get(a.by) ?? 0) - (rank.get(b.by) ?? 0) || byTurn(a, b))
  for (;;) {
    open = open.filter(one => !held.has(one.device) && !isUndone(one, [...held.values()]))
    const next = open.find(one => !isUndone(one, open)) ?? open[0]
    if (!next) return held
    held.set(next.device, next)
  }
}

/** Whether a removal was said when its author was put out already, by one of others. */
const isUndone = ({ by, seq }: Removal, others: readonly Removal[]) =>
  others.some(one => one.device === by && one.from <= seq)

const byTurn = (a: Removal, b: Removal) =>
  a.seq - b.seq || a.from - b.from || Number(a.device > b.device) - Number(a.device < b.device)
