import { LANES, NO_HASH, type Lane, type ReadBlock } from '@/core/sharing/block'
import { epochKeyOf } from '@/till/sharing/epochKeys'
import { makeDeviceKeys, sealBlock, type DeviceKeys } from '@/till/sharing/sealBlock'

const key = epochKeyOf(1, new Uint8Array(32).fill(7))

type Base = 'begins' | 'ends' | 'whole' | undefined

/** A device that writes blocks of one lane, one behind the other. */
export interface Writer {
  keys: DeviceKeys
  lane: Lane
  /** Everything written so far. */
  blocks: ReadBlock[]
  write: (options?: { size?: number; base?: Base }) => Promise<ReadBlock>
  writeMany: (count: number, size?: number) => Promise<ReadBlock[]>
  /** The same device as it was after a number of blocks: a copied profile. */
  copy: (count: number) => Writer
}

export async function aWriter(lane: Lane = LANES.journal, keys?: DeviceKeys): Promise<Writer> {
  return writerOf(keys ?? (await makeDeviceKeys()), lane, [])
}

function writerOf(keys: DeviceKeys, lane: Lane, blocks: ReadBlock[]): Writer {
  const write: Writer['write'] = async ({ size = 40, base } = {}) => {
    const last = blocks.at(-1)
    const block = await sealBlock(
      keys,
      lane === LANES.keys ? null : (await key).secret,
      {
        lane,
        seq: last ? last.seq + 1 : 0,
        previous: last?.hash ?? NO_HASH,
        epoch: lane === LANES.keys ? 0 : 1,
        base: {
          begins: base === 'begins' || base === 'whole',
          ends: base === 'ends' || base === 'whole',
        },
      },
      new Uint8Array(size),
    )
    blocks.push(block)
    return block
  }
  return {
    keys,
    lane,
    blocks,
    write,
    writeMany: async (count, size) => {
      const written = []
      for (let left = count; left > 0; left -= 1) {
        written.push(await write(size === undefined ? {} : { size }))
      }
      return written
    },
    copy: count => writerOf(keys, lane, blocks.slice(0, count)),
  }
}

export const bytesOf = (blocks: readonly ReadBlock[]): Uint8Array[] =>
  blocks.map(({ bytes }) => bytes)
