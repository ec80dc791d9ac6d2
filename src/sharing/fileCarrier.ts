import { blockFile, blocksInFile, fileBytes, MOST_FILE_BYTES } from './blockFile'
import { baseAfter } from '@/core/sharing/baseAfter'
import { deviceOf, readBlock, type ReadBlock } from '@/core/sharing/block'
import type { Carried, Carrier, PutResult, StreamHead, Swap, Swapped } from '@/core/sharing/carrier'
import { placeBlock } from '@/core/sharing/placeBlock'
import { MOST_BLOCKS, MOST_STREAMS, MOST_SWAP_BYTES } from '@/core/sharing/wire'

/** Where a file of blocks is read and written; undefined where there is none yet. */
export interface BlockFilePlace {
  read(): Promise<Uint8Array | undefined>
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
}

interface Lane {
  stream: StreamHead
  openBase: number | null
  blocks: ReadBlock[]
}

/**
 * A file as a carrier: what is put is added to it, what is wanted is read from it. Nobody waits for
 * a file, and it decides no claims.
 */
export function fileCarrier(
  place: BlockFilePlace,
  isSigned: (block: ReadBlock, publicKey: Uint8Array) => Promise<boolean>,
  mostBytes = MOST_FILE_BYTES,
): Carrier {
  let last: Promise<unknown> = Promise.resolve()
  /** What was read or written last: the same bytes need no second look. */
  let known: { bytes: Uint8Array | undefined; filed: FiledBlocks } | undefined

  async function read(bytes: Uint8Array | undefined): Promise<FiledBlocks | undefined> {
    if (known && known.bytes === bytes) return known.filed
    const found = bytes === undefined ? { blocks: [] } : blocksInFile(bytes)
    if (!found) return undefined
    const filed = new FiledBlocks(isSigned, mostBytes)
    for (const block of found.blocks) await filed.put(block)
    known = { bytes, filed }
    return filed
  }

  async function swap(given: Swap): Promise<Carried<Swapped>> {
    const filed = await read(await place.read())
    if (!filed) return { ok: false, fault: { cause: 'unreadable', detail: 'no file of blocks' } }
    const results: PutResult[] = []
    for (const block of given.blocks) results.push(await filed.put(block))
    if (results.includes('new')) {
      const bytes = blockFile(filed.all())
      known = undefined
      await place.write(bytes)
      known = { bytes, filed }
    }
    return { ok: true, value: { results, ...filed.answer(given) } }
  }

  return {
    // One after the other: each reads the file, changes it and writes it back.
    swap(given) {
      const mine = last.then(() => swap(given))
      last = mine.catch(() => undefined)
      return mine
    },
  }
}

class FiledBlocks {
  private readonly lanes = new Map<string, Lane>()
  private readonly keys = new Map<string, Uint8Array>()
  private length = fileBytes([])

  constructor(
    private readonly isSigned: (block: ReadBlock, publicKey: Uint8Array) => Promise<boolean>,
    private readonly mostBytes: number,
  ) {}

  all(): Uint8Array[] {
    return [...this.lanes.values()].flatMap(({ blocks }) => blocks.map(({ bytes }) => bytes))
  }

  async put(bytes: Uint8Array): Promise<PutResult> {
    const block = readBlock(bytes)
    if (!block) return 'forged'
    const key = block.publicKey ?? this.keys.get(block.device)
    if (!key) return 'gap'
    if (!(await this.isSigned(block, key))) return 'forged'
    const id = laneKey(block)
    const lane = this.lanes.get(id)
    const kept = lane?.blocks.find(({ seq }) => seq === block.seq)
    const result = placeBlock(block, lane?.stream, kept?.hash)
    if (result !== 'new') return result
    const isFull = !lane && this.lanes.size >= MOST_STREAMS
    const length = this.length + fileBytes([bytes]) - fileBytes([])
    if (isFull || length > this.mostBytes) return 'full'

    this.keys.set(deviceOf(key), key)
    const { first, openBase } = baseAfter(lane && { ...lane.stream, ...lane }, block)
    const { device, lane: of, seq: head, hash } = block
    const all = [...(lane?.blocks ?? []), block]
    const blocks = all.filter(({ seq }) => seq >= first)
    const gone = all.filter(({ seq }) => seq < first)
    this.length = length - fileBytes(gone.map(one => one.bytes)) + fileBytes([])
    this.lanes.set(id, { stream: { device, lane: of, first, head, hash }, openBase, blocks })
    return result
  }

  answer({ have }: Swap): Omit<Swapped, 'results'> {
    const lanes = [...this.lanes.values()].sort((one, other) => one.stream.lane - other.stream.lane)
    const next = new Map(have.map(one => [laneKey(one), one.next]))
    const wanted = lanes.flatMap(({ stream, blocks }) => {
      const from = next.get(laneKey(stream))
      return from === undefined ? [] : blocks.filter(({ seq }) => seq >= from)
    })
    let bytes = 0
    const cut = wanted.findIndex(
      (block, at) => at >= MOST_BLOCKS || (bytes += block.bytes.length) > MOST_SWAP_BYTES,
    )
    const fitting = cut === -1 ? wanted : wanted.slice(0, cut)
    return {
      heads: lanes.map(({ stream }) => stream),
      blocks: fitting.map(block => block.bytes),
      isMore: cut !== -1,
    }
  }
}

const laneKey = ({ device, lane }: Pick<StreamHead, 'device' | 'lane'>) => `${device}/${lane}`
