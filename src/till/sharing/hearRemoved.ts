import { openBlock } from './sealBlock'
import type { KnownShop } from './epochKeys'
import { statementOf } from './log/say'
import type { Sharing } from './sayOwn'
import { LANES, NO_HASH, type ReadBlock } from '@/core/sharing/block'
import { unpackContent, type StatementRecord } from '@/core/sharing/blockContent'
import { isManager, isWithinReach } from '@/core/sharing/epochs'
import type { KnownStream } from '@/core/sharing/sharingStore'
import { valueText } from '@/core/sameValue'

/**
 * Hears what a device that was put out says of devices after: it may have put out who did it, not
 * knowing of it, and the roster decides between the two the same way everywhere. Its block is not
 * taken, so that all of it is, should it turn out to belong. Returns whether anything was new.
 */
export async function hearRemoved(
  { store }: Sharing,
  shop: KnownShop,
  {
    block,
    stream,
    publicKey,
  }: { block: ReadBlock; stream: KnownStream | undefined; publicKey: Uint8Array },
): Promise<boolean> {
  if (!isManager(block.device, shop)) return false
  const opened = await openBlock(block, shop.keys)
  const content = opened && unpackContent(opened)
  const known = new Set(shop.statements.map(valueText))
  const statements = (content?.records ?? []).flatMap(record =>
    record.kind === 'statement' && isSaidIn(record, block)
      ? [statementOf(record, block.device)]
      : [],
  )
  const isNew = statements.some(one => !known.has(valueText(one)))
  if (!isNew) return false
  const { device, lane } = block
  const unread = { device, lane, next: 0, hash: NO_HASH, openBase: null, publicKey }
  await store.take({
    stream: stream ?? unread,
    bytes: block.bytes,
    seen: [],
    dropsBefore: null,
    registers: [],
    statements,
    entries: [],
    copies: [],
    unread: [],
    late: [],
  })
  return true
}

/** Whether a statement is in the lane of its kind, with numbers that its author can have given. */
export function isSaidIn(
  { statement, of }: StatementRecord,
  { lane, seq, epoch }: Pick<ReadBlock, 'lane' | 'seq' | 'epoch'>,
): boolean {
  const isInLane = lane === (statement.kind === 'share' ? LANES.keys : LANES.shared)
  const isInReach = statement.kind !== 'epoch' || isWithinReach(statement, epoch)
  return isInLane && isInReach && (of !== undefined || statement.seq <= seq)
}
