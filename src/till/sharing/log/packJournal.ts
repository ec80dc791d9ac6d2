import { LANES, MOST_BLOCK_BYTES, readBlock } from '@/core/sharing/block'
import {
  packContent,
  unpackContent,
  type BlockRecord,
  type SegmentRecord,
} from '@/core/sharing/blockContent'
import { replacedUpTo } from '@/core/sharing/segments'
import { readShop } from '@/till/sharing/epochKeys'
import { openBlock } from '@/till/sharing/sealBlock'
import { ownLane, say, type SayingDevice } from './say'

/** What a segment may take, deflated: head, signature and what was read of others come to it. */
const MOST_SEGMENT_BYTES = MOST_BLOCK_BYTES - 64 * 1024
/** Unpacked, no block holds more than readers take. */
const MOST_SEGMENT_LETTERS = 4_000_000
/** Bytes of blocks that are read for one segment: they hold more than it takes. */
const MOST_READ_BYTES = 1024 * 1024

/** The records of one block of this device's journal. */
type SaidRecords = readonly BlockRecord[]

/**
 * Packs this device's journal once its lane has `most` blocks: their records, as they were said, go
 * into segments, and then a base that holds nothing lets the blocks go, everywhere. One segment at a
 * time: the rest is packed by the next exchange. A segment is on disk before the base is said, and the
 * base only while nothing was said behind what the segments hold.
 */
export async function packJournal(sharing: SayingDevice, most: number): Promise<void> {
  const { store } = sharing
  const { next, first } = await ownLane(store, LANES.journal)
  // It begins with its base, once there was one.
  const blockCount = next - (first === 0 ? 0 : first + 1)
  if (blockCount < most) return
  const segments = await ownLane(store, LANES.segments)
  const packed = await packedUpTo(sharing, segments.next)
  if (packed === undefined) return
  const from = Math.max(first, packed)
  const segment = from < next ? await makeSegment(sharing, from, most) : undefined
  if (segment) {
    const isSaid = await say(
      sharing,
      LANES.segments,
      { records: segment.records, rows: [], entry: null },
      { at: segments.next },
    )
    if (!isSaid) return
  }
  const packedNow = segment ? from + segment.blockCount : from
  if (packedNow !== next) return
  const replaced = { kind: 'replaced' as const, segments: segments.next + (segment ? 1 : 0) }
  await say(
    sharing,
    LANES.journal,
    { records: [replaced], rows: [], entry: null },
    { base: { begins: true, ends: true }, at: next },
  )
}

/** Number of the first block of the journal's lane that is in no segment; undefined: it is not known. */
async function packedUpTo(
  sharing: SayingDevice,
  segmentsNext: number,
): Promise<number | undefined> {
  if (segmentsNext === 0) return 0
  const place = { device: sharing.keys.device, lane: LANES.segments, next: segmentsNext - 1 }
  const [last] = await sharing.store.blocksFrom(place, 1)
  const records = last && (await recordsIn(sharing, last))
  const segment = records?.find((one): one is SegmentRecord => one.kind === 'segment')
  return segment && replacedUpTo(segment)
}

/** Whole blocks from a number on: as many as a segment takes, one at least. */
async function makeSegment(
  sharing: SayingDevice,
  from: number,
  most: number,
): Promise<{ records: readonly BlockRecord[]; blockCount: number } | undefined> {
  const place = { device: sharing.keys.device, lane: LANES.journal, next: from }
  const said: SaidRecords[] = []
  let [entryCount, letters] = [0, 0]
  for (const bytes of await sharing.store.blocksFrom(place, MOST_READ_BYTES)) {
    const records = await recordsIn(sharing, bytes)
    if (!records) break
    entryCount += records.filter(({ kind }) => kind === 'entry').length
    letters += JSON.stringify(records).length
    if (said.length > 0 && (entryCount > most || letters > MOST_SEGMENT_LETTERS)) break
    said.push(records.filter(({ kind }) => kind !== 'replaced'))
  }
  while (said.length > 1 && packedBytes(from, said) > MOST_SEGMENT_BYTES) {
    said.splice(Math.ceil(said.length / 2))
  }
  if (said.length === 0) return undefined
  return { records: segmentOf(from, said), blockCount: said.length }
}

const packedBytes = (from: number, said: readonly SaidRecords[]) =>
  packContent({ seen: [], records: segmentOf(from, said) }).length

/** The segment of some blocks: which they are, then all they said. */
function segmentOf(first: number, said: readonly SaidRecords[]): BlockRecord[] {
  const counts = said.map(records => records.filter(({ kind }) => kind === 'entry').length)
  return [{ kind: 'segment', first, counts }, ...said.flat()]
}

/** What a block of this device says; undefined when it cannot be opened. */
async function recordsIn(
  sharing: SayingDevice,
  bytes: Uint8Array,
): Promise<SaidRecords | undefined> {
  const block = readBlock(bytes)
  const opened = block && (await openBlock(block, (await readShop(sharing)).keys))
  return opened && unpackContent(opened)?.records
}
