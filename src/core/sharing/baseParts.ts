import type { Statement } from './statements'

/** Statements of a base that are sealed with the secret of one epoch. */
export interface BasePart<Epoch> {
  epoch: Epoch
  statements: readonly Statement[]
}

/**
 * What a device said of devices, cut where it announced an epoch: what it said until then is said
 * again under the epoch before, so that a device that was away, or was put out, still hears of it in
 * the mailbox that the shop moved from. `epochs` are those held, the one written under first. The
 * last part is of that one.
 */
export function baseParts<Epoch extends { epoch: number }>(
  statements: readonly Statement[],
  epochs: readonly [Epoch, ...Epoch[]],
): BasePart<Epoch>[] {
  const parts: BasePart<Epoch>[] = []
  let part: Statement[] = []
  const inOrder = statements.toSorted((a, b) => a.seq - b.seq || rankOf(a) - rankOf(b))
  for (const statement of inOrder) {
    part.push(statement)
    const before = statement.kind === 'epoch' && epochs.find(one => one.epoch < statement.epoch)
    if (!before) continue
    parts.push({ epoch: before, statements: part })
    part = []
  }
  return [...parts, { epoch: epochs[0], statements: part }]
}

/** In one block, the announcement is said last. */
const rankOf = ({ kind }: Statement) => Number(kind === 'epoch')
