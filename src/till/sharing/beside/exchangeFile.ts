import type { Carrier, CarrierFault } from '@/core/sharing/carrier'
import { exchange } from '@/till/sharing/exchange'
import { keptNothing } from '@/till/sharing/listenForNews'
import { shopOf } from '@/till/sharing/rotate'
import type { Sharing } from '@/till/sharing/sayOwn'
import type { InTurn } from '@/till/sharing/startSharing'

/**
 * Why a file was not exchanged with, or not wholly. `unreadable`: it is no file of blocks. `strangers`:
 * nothing in it is of this shop. `full`: it holds no more; `copied`, `kept-nothing` as beside a device.
 */
export type WhyNotFile = 'unreadable' | 'strangers' | 'full' | 'copied' | 'kept-nothing'

export interface FileOutcome {
  why: WhyNotFile | null
  /** Entries of other tills that came from it. */
  received: number
  /** Anything came from it: entries, or changes of the shop. */
  hasTaken: boolean
  isRemoved: boolean
  /** The file with what it lacked of this device; null where it lacks nothing, or is none of ours. */
  file: Blob | null
}

export interface FilePlace {
  read(): Promise<Uint8Array | undefined>
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
}

export interface ExchangeFileOptions {
  sharing: Sharing
  /** Undefined: a new one is made. */
  file: Blob | undefined
  carrierOf: (place: FilePlace) => Carrier
  countCopies: () => Promise<number>
  inTurn: InTurn
}

const WHY: Record<CarrierFault['cause'], WhyNotFile> = {
  unreadable: 'unreadable',
  refused: 'unreadable',
  unreachable: 'unreadable',
  full: 'full',
}

/**
 * Brings this device and a file of sealed blocks to the same: takes what it lacks here, and adds to the
 * file what that lacks, to be given back. There are no keys in it: what is in it can be read by who
 * has them already. A file in which nothing is of this shop is left as it is.
 */
export async function exchangeFile(options: ExchangeFileOptions): Promise<FileOutcome> {
  const { sharing, file, inTurn } = options
  let written: Uint8Array<ArrayBuffer> | undefined
  const given = file && new Uint8Array(await file.arrayBuffer())
  const carrier = options.carrierOf({
    read: () => Promise.resolve(written ?? given),
    write: bytes => {
      written = bytes
      return Promise.resolve()
    },
  })
  if (given && !(await isOfShop(sharing, carrier)))
    return { ...NOTHING, why: 'strangers', received: 0 }
  const before = await options.countCopies()
  const done = await inTurn(() => exchange(sharing, carrier)).catch((error: unknown) => {
    keptNothing(error)
    return undefined
  })
  const received = (await options.countCopies()) - before
  if (!done) return { ...NOTHING, why: 'kept-nothing', received }
  if (done.isCopied) return { ...NOTHING, why: 'copied', received }
  const { fault, takenCount, isRemoved } = done
  return {
    why: fault && WHY[fault.cause],
    received,
    hasTaken: takenCount > 0,
    isRemoved,
    file: written ? new Blob([written], { type: 'application/octet-stream' }) : null,
  }
}

/** Whether a file holds anything of a device that belongs, or belonged, to this shop; or nothing yet. */
async function isOfShop(sharing: Sharing, carrier: Carrier): Promise<boolean> {
  const answer = await carrier.swap({ have: [], blocks: [], waitSeconds: 0 })
  // What is no file of blocks is told by the exchange.
  if (!answer.ok || answer.value.heads.length === 0) return true
  const { roster } = await shopOf(sharing)
  const known = new Set([sharing.keys.device, ...roster.map(({ device }) => device)])
  return answer.value.heads.some(({ device }) => known.has(device))
}

const NOTHING = { hasTaken: false, isRemoved: false, file: null }
/** What is no file of blocks. */
export const UNREADABLE: FileOutcome = { ...NOTHING, why: 'unreadable', received: 0 }
