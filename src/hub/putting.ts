import type { SqlValue, Statements } from './engine'
import {
  BASE_RESERVE,
  laneKey,
  type KeptStream,
  type MailboxState,
  type Quota,
} from './mailboxStore'
import { assert } from '@/core/assert'
import { baseAfter, makesRoom } from '@/core/sharing/baseAfter'
import { readBlock, type ReadBlock } from '@/core/sharing/block'
import type { PutResult } from '@/core/sharing/carrier'
import { placeBlock } from '@/core/sharing/placeBlock'

export const OF_LANE = 'mailbox = ? and device = ? and lane = ?'
export const TAKE = `select sealed from block where ${OF_LANE} and seq >= ? and seq <= ? order by seq`
const NEW_STREAM = `insert into stream (mailbox, device, lane, head, first, base, hash, pub)
  values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`
const NEXT = `update stream set head = ?, hash = ?, first = ?, base = ?
  where mailbox = ? and device = ? and lane = ? and head = ? and hash = ?`
const NEW_BLOCK = `insert into block (mailbox, device, lane, seq, size, sealed)
  values (?, ?, ?, ?, ?, ?) on conflict do nothing`
const REPLACED = `select count(*) as blocks, coalesce(sum(size), 0) as bytes from block
  where ${OF_LANE} and seq < ?`
const DROP = `delete from block where ${OF_LANE} and seq < ?`

/** What of a mailbox's room is used. */
export interface Use {
  bytes: number
  blocks: number
  streams: number
}

/** Puts blocks in one transaction that holds their mailbox. */
export class Putting {
  private readonly streams: Map<string, KeptStream>

  constructor(
    private readonly statements: Statements,
    private readonly mailbox: string,
    streams: readonly KeptStream[],
    private readonly use: Use,
    private readonly quota: Quota,
  ) {
    this.streams = new Map(streams.map(stream => [laneKey(stream), stream]))
  }

  state(version: number): MailboxState {
    return { version, streams: [...this.streams.values()] }
  }

  async put(block: ReadBlock): Promise<PutResult> {
    const { use, quota } = this
    const before = this.streams.get(laneKey(block))
    const keptHash = before && (await this.keptHash(before, block))
    const result = placeBlock(block, before, keptHash)
    if (result !== 'new') return result
    const publicKey = before?.publicKey ?? block.publicKey
    if (!publicKey) return 'gap'
    const reserve = makesRoom(before, block) ? BASE_RESERVE : 1
    const bytes = use.bytes + block.bytes.length
    if (bytes > quota.bytes * reserve || use.blocks + 1 > quota.blocks * reserve) return 'full'
    if (!before && use.streams >= quota.streams) return 'full'

    const { device, lane, seq: head, hash } = block
    const stream = { device, lane, head, hash, publicKey, ...baseAfter(before, block) }
    await this.write(before, stream, block)
    use.bytes = bytes
    use.blocks += 1
    if (!before) use.streams += 1
    this.streams.set(laneKey(block), stream)
    if (before && stream.first > before.first) await this.drop(stream)
    return result
  }

  /** The hash of the block that has a block's number, if one is kept. */
  private async keptHash(stream: KeptStream, block: ReadBlock): Promise<string | undefined> {
    if (block.seq > stream.head) return undefined
    if (block.seq === stream.head) return stream.hash
    const place = [this.mailbox, block.device, block.lane, block.seq, block.seq]
    const [row] = await this.statements.all(TAKE, place)
    return row && readBlock(bytesOf(row.sealed))?.hash
  }

  /** Compare and set: the head is still the one that was read, or nothing is written at all. */
  private async write(
    before: KeptStream | undefined,
    { device, lane, head, hash, first, openBase, publicKey }: KeptStream,
    { bytes }: ReadBlock,
  ): Promise<void> {
    const lanePlace = [this.mailbox, device, lane]
    const moved = before
      ? this.statements.run(NEXT, [
          head,
          hash,
          first,
          openBase,
          ...lanePlace,
          before.head,
          before.hash,
        ])
      : this.statements.run(NEW_STREAM, [...lanePlace, head, first, openBase, hash, publicKey])
    const kept = this.statements.run(NEW_BLOCK, [...lanePlace, head, bytes.length, bytes])
    const counts = await Promise.all([moved, kept])
    if (counts.some(count => count !== 1)) throw new Error('another writer was in this mailbox')
  }

  /** Blocks before a base that ended. */
  private async drop({ device, lane, first }: KeptStream): Promise<void> {
    const before = [this.mailbox, device, lane, first]
    const [replaced] = await this.statements.all(REPLACED, before)
    await this.statements.run(DROP, before)
    this.use.bytes -= Number(replaced?.bytes ?? 0)
    this.use.blocks -= Number(replaced?.blocks ?? 0)
  }
}

/** Bytes as a database gives them. */
export function bytesOf(value: SqlValue | undefined): Uint8Array {
  assert(value instanceof Uint8Array, 'bytes were kept as bytes')
  return value
}
