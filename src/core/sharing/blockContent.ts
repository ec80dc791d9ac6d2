import { deflateSync, Inflate } from 'fflate'
import * as v from 'valibot'
import { LANES, MOST_EPOCH } from './block'
import type { Wanted } from './carrier'
import { isCatalogueRecord } from './catalogueShapes'
import type { Plain, Register } from './register'
import type { Announcement, Grant, Removal, Share, Statement } from './statements'
import type { CatalogueRecord } from './sharedCatalogue'
import { entryShape } from '@/core/backup/eventShapes'
import type { JournalEntry } from '@/core/journal/journal'
import { isTillCode } from '@/core/journal/tillCode'

/** A datum of the shop as a device says it. */
export interface RegisterRecord {
  kind: 'register'
  register: Register
}
/** An entry of the device's journal as it was sealed, with the device's signature. */
export interface EntryRecord {
  kind: 'entry'
  /** Which journal: the seal of its first entry. */
  journal: string
  entry: JournalEntry
  /** Null where the page had no cryptography when the entry was sealed. */
  signature: string | null
}
/** What a device says of another one; who says it is the block's. */
export interface StatementRecord {
  kind: 'statement'
  statement: Said<Grant> | Said<Removal> | Said<Announcement> | Said<Share>
  /** Whose statement is repeated; its own, without. */
  of?: string | undefined
}
type Said<Kind extends Statement> = Omit<Kind, 'by' | 'via'>
/**
 * Which blocks of the journal's lane a segment replaces: its entries are those, in their order.
 */
export interface SegmentRecord {
  kind: 'segment'
  /** Number of the first of them. */
  first: number
  /** How many entries each of them held. */
  counts: readonly number[]
}
/** A base of the journal's lane: all that it said until then is in segments. */
export interface ReplacedRecord {
  kind: 'replaced'
  /** In those below this number of their lane. */
  segments: number
}
/** What a later version says, or what cannot be read yet; it is kept as it came. */
export interface UnknownRecord {
  kind: 'unknown'
  text: string
}
export type BlockRecord =
  | RegisterRecord
  | EntryRecord
  | SegmentRecord
  | ReplacedRecord
  | StatementRecord
  | CatalogueRecord
  | UnknownRecord

/** What is sealed in a block. */
export interface BlockContent {
  /** How far the writer had read every other lane: so that others see whom it does not hear. */
  seen: readonly Wanted[]
  records: readonly BlockRecord[]
}

/** A bomb unpacks to more; no block of a till does. */
const MOST_UNPACKED_BYTES = 16 * 1024 * 1024
const PUSHED_BYTES = 4_096

const plain: v.GenericSchema<unknown, Plain> = v.union([
  v.null(),
  v.boolean(),
  v.pipe(v.number(), v.finite()),
  v.string(),
  v.array(v.lazy(() => plain)),
  v.record(
    v.string(),
    v.lazy(() => plain),
  ),
])
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32))
const device = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const moment = v.pipe(v.string(), v.isoTimestamp())
const MOST_KEY_LETTERS = 300
const MOST_VERSION_DEVICES = 1_000

const registerShape: v.GenericSchema<unknown, Register> = v.object({
  key: v.pipe(v.string(), v.maxLength(MOST_KEY_LETTERS), v.regex(/^[^/]+(\/[^/]+){1,2}$/)),
  value: plain,
  at: moment,
  by: device,
  version: v.pipe(v.record(device, count), v.maxEntries(MOST_VERSION_DEVICES)),
})
const MOST_NAME_LETTERS = 100
const MOST_REPLACED = 10_000
/** 65 bytes, and 65 + 32 + 16, in base64. */
const POINT_LETTERS = 88
const SHARE_LETTERS = 152
const epoch = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_EPOCH))
const base64 = (letters: number) =>
  v.pipe(v.string(), v.length(letters), v.regex(/^[A-Za-z0-9+/]+={0,2}$/))
const statementShape = v.variant('kind', [
  v.object({
    kind: v.literal('grant'),
    seq: count,
    device,
    name: v.pipe(v.string(), v.maxLength(MOST_NAME_LETTERS)),
    letter: v.nullable(v.pipe(v.string(), v.check(isTillCode))),
    manages: v.boolean(),
    sealingKey: base64(POINT_LETTERS),
    at: moment,
  }),
  v.object({
    kind: v.literal('removal'),
    seq: count,
    device,
    from: count,
    salesFrom: count,
    at: moment,
  }),
  v.object({ kind: v.literal('epoch'), seq: count, epoch, id: device, at: moment }),
  v.object({
    kind: v.literal('share'),
    seq: count,
    device,
    epoch,
    id: device,
    sealed: base64(SHARE_LETTERS),
  }),
])
const recordShape = v.variant('kind', [
  v.object({
    kind: v.literal('statement'),
    statement: statementShape,
    of: v.optional(device),
  }),
  v.object({ kind: v.literal('register'), register: registerShape }),
  v.object({
    kind: v.literal('entry'),
    journal: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    entry: entryShape,
    signature: v.nullable(v.pipe(v.string(), v.maxLength(500))),
  }),
  v.object({
    kind: v.literal('segment'),
    first: count,
    counts: v.pipe(v.array(count), v.maxLength(MOST_REPLACED)),
  }),
  v.object({ kind: v.literal('replaced'), segments: count }),
])
const KNOWN_KINDS: readonly unknown[] = ['register', 'entry', 'statement', 'segment', 'replaced']
const anyRecord = v.looseObject({ kind: v.string() })
const contentShape = v.object({
  seen: v.array(
    v.pipe(
      v.tuple([device, v.picklist(Object.values(LANES)), count]),
      v.transform(([of, lane, next]) => ({ device: of, lane, next })),
    ),
  ),
  records: v.array(anyRecord),
})

/** The content of a block as bytes to seal: JSON, deflated. */
export function packContent({ seen, records }: BlockContent): Uint8Array {
  const content = {
    seen: seen.map(({ device: of, lane, next }) => [of, lane, next]),
    records: records.map(one => (one.kind === 'unknown' ? JSON.parse(one.text) : one) as object),
  }
  return deflateSync(new TextEncoder().encode(JSON.stringify(content)))
}

/**
 * The content of a block, whoever wrote it. Records of a kind or a shape that this version does not
 * know are kept as text. Undefined when it is no content, or unpacks to more than any till writes.
 */
export function unpackContent(bytes: Uint8Array): BlockContent | undefined {
  const text = inflated(bytes)
  const found = text === undefined ? undefined : v.safeParse(contentShape, parsed(text))
  if (!found?.success) return undefined
  return { seen: found.output.seen, records: found.output.records.map(knownRecord) }
}

/** A record that an earlier version of the till kept as text, as this one reads it. */
export function readAgain({ text }: UnknownRecord): BlockRecord {
  const found = v.safeParse(anyRecord, parsed(text))
  return found.success ? knownRecord(found.output) : { kind: 'unknown', text }
}

function knownRecord(record: { kind: string }): BlockRecord {
  if (isCatalogueRecord(record)) return record
  if (KNOWN_KINDS.includes(record.kind)) {
    const known = v.safeParse(recordShape, record)
    if (known.success) return known.output
  }
  return { kind: 'unknown', text: JSON.stringify(record) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Whoever sealed it is a member whose till is broken, or an intruder: it is no content.
    return undefined
  }
}

function inflated(bytes: Uint8Array): string | undefined {
  const decoder = new TextDecoder()
  let [text, unpackedBytes, isWhole] = ['', 0, false]
  const inflate = new Inflate((chunk, isLast) => {
    unpackedBytes += chunk.length
    text += decoder.decode(chunk, { stream: !isLast })
    isWhole ||= isLast
  })
  try {
    for (let at = 0; at < bytes.length; at += PUSHED_BYTES) {
      const end = Math.min(at + PUSHED_BYTES, bytes.length)
      inflate.push(bytes.subarray(at, end), end === bytes.length)
      if (unpackedBytes > MOST_UNPACKED_BYTES) return undefined
    }
  } catch {
    // Not deflated.
    return undefined
  }
  return isWhole ? text : undefined
}
