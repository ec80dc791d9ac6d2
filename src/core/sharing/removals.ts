import type { Grant, Removal, Statement } from './statements'

/**
 * The removal of each device that holds. `managers` are those that may remove, from the paper key
 * down. One that was said after its author was put out does not hold (`from` tells until when that
 * one is heard), nor of who was let in by such an author from then on. So those are held first that
 * no other could undo; where removals undo each other, said by devices that had not heard of one
 * another, the senior device's holds.
 */
export function heldRemovals(
  managers: readonly string[],
  statements: readonly Statement[],
): Map<string, Removal> {
  const [paperKey = ''] = managers
  const rank = new Map(managers.map((device, at) => [device, at]))
  const grants = statements.filter(one => one.kind === 'grant' && one.manages) as Grant[]
  const isUndone = (one: Removal, others: readonly Removal[]) =>
    !isHeard(one, { paperKey, grants, removals: others })
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

interface Said {
  paperKey: string
  grants: readonly Grant[]
  removals: readonly Removal[]
}

/**
 * Whether who manages said something while it was heard: it was not put out then, and was let in by
 * one that was heard when it did so, up to the paper key.
 */
function isHeard(
  { by, seq }: Pick<Statement, 'by' | 'seq'>,
  said: Said,
  passed: readonly string[] = [],
): boolean {
  if (by === said.paperKey) return true
  if (passed.includes(by)) return false
  if (said.removals.some(one => one.device === by && one.from <= seq)) return false
  return said.grants.some(one => one.device === by && isHeard(one, said, [...passed, by]))
}

const byTurn = (a: Removal, b: Removal) =>
  a.seq - b.seq || a.from - b.from || Number(a.device > b.device) - Number(a.device < b.device)
