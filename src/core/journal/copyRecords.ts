import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { deflateSync, inflateSync } from 'fflate'
import { canonicalJson } from './canonicalJson'
import type { JournalEntry } from './journal'
import { assert } from '@/core/assert'
import { RECEIPT_WORDS } from '@/core/documents/receiptWords'

/** One record of the copy of a journal. Its number and seal are read without unpacking it. */
export interface CopyRecord {
  number: number
  seal: string
  packed: Uint8Array
  /** The whole record. */
  bytes: Uint8Array
}

/** What the records of a file are, and what of the file is not a record. */
export interface ReadRecords {
  records: CopyRecord[]
  /** Where the next record is written: what a kill left unfinished behind it is cut off. */
  end: number
  /** Bytes, from and to, before the end that are no record any more: the file was damaged. */
  damages: { from: number; to: number }[]
}

const MARK = utf8ToBytes('CMC1')
const LENGTH_AT = MARK.length
const NUMBER_AT = LENGTH_AT + 4
const SEAL_AT = NUMBER_AT + 4
const HASH_AT = SEAL_AT + 32
const PACKED_AT = HASH_AT + 16
/** No entry comes near: a length beyond it was damaged. */
const MOST_BYTES = 1_000_000
/** Marks tried behind a damage: made-up ones must not take for ever. */
const MOST_TRIED = 100
const WORDS = utf8ToBytes(RECEIPT_WORDS)

/**
 * A record of the copy: the mark `CMC1`; length of the packed text and number of the entry (32 bits
 * each, big-endian); its seal (32 bytes); the first 16 bytes of the SHA-256 of all that and of the
 * packed text; the packed text. That is the RFC 8785 form of the entry without its seal, a line
 * break, and its signature as JSON (`null` for none), deflated (RFC 1951) with `RECEIPT_WORDS` as
 * dictionary.
 */
export function recordOf(entry: JournalEntry, signature: object | null): Uint8Array {
  const { seal, ...sealed } = entry
  const text = `${canonicalJson(sealed)}\n${JSON.stringify(signature)}`
  const packed = deflateSync(utf8ToBytes(text), { level: 9, dictionary: WORDS })
  assert(packed.length <= MOST_BYTES, 'an entry is short enough to be copied')
  const head = new Uint8Array(HASH_AT)
  head.set(MARK)
  const view = new DataView(head.buffer)
  view.setUint32(LENGTH_AT, packed.length)
  view.setUint32(NUMBER_AT, entry.number)
  head.set(hexToBytes(seal), SEAL_AT)
  return concatBytes(head, hashOf(head, packed), packed)
}

/** The entry and the signature in a record; undefined when they cannot be read. */
export function unpackRecord({
  seal,
  packed,
}: Pick<CopyRecord, 'seal' | 'packed'>): { entry: JournalEntry; signature: unknown } | undefined {
  try {
    const text = new TextDecoder().decode(inflateSync(packed, { dictionary: WORDS }))
    const [sealed = '', signature = ''] = text.split('\n')
    const entry = { ...(JSON.parse(sealed) as Omit<JournalEntry, 'seal'>), seal }
    return { entry, signature: JSON.parse(signature) as unknown }
  } catch {
    // Its hash is right, so no till wrote it: it is no entry.
    return undefined
  }
}

/**
 * Reads the records of a file. Only a record whose hash is right is one. What follows the last
 * record was left by a kill; anything else between two records is a damage, and the records behind
 * it still count.
 */
export function readRecords(bytes: Uint8Array): ReadRecords {
  const records: CopyRecord[] = []
  const damages: ReadRecords['damages'] = []
  let end = 0
  let tried = 0
  for (let at = 0; at < bytes.length;) {
    const found = recordAt(bytes, at)
    if (found) {
      if (at > end) damages.push({ from: end, to: at })
      records.push(found.record)
      at = found.end
      end = at
    } else {
      tried += 1
      const next = tried > MOST_TRIED ? -1 : nextMark(bytes, at + 1)
      if (next < 0) break
      at = next
    }
  }
  if (tried > MOST_TRIED) {
    damages.push({ from: end, to: bytes.length })
    end = bytes.length
  }
  return { records, end, damages }
}

function recordAt(bytes: Uint8Array, at: number): { record: CopyRecord; end: number } | undefined {
  if (at + PACKED_AT > bytes.length || !isMark(bytes, at)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + at)
  const length = view.getUint32(LENGTH_AT)
  const end = at + PACKED_AT + length
  if (length > MOST_BYTES || end > bytes.length) return undefined
  const head = bytes.subarray(at, at + HASH_AT)
  const packed = bytes.subarray(at + PACKED_AT, end)
  const hash = bytes.subarray(at + HASH_AT, at + PACKED_AT)
  if (bytesToHex(hash) !== bytesToHex(hashOf(head, packed))) return undefined
  const seal = bytesToHex(head.subarray(SEAL_AT))
  const record = {
    number: view.getUint32(NUMBER_AT),
    seal,
    packed,
    bytes: bytes.subarray(at, end),
  }
  return { record, end }
}

const hashOf = (head: Uint8Array, packed: Uint8Array) =>
  sha256
    .create()
    .update(head)
    .update(packed)
    .digest()
    .subarray(0, PACKED_AT - HASH_AT)

const isMark = (bytes: Uint8Array, at: number) =>
  MARK.every((byte, index) => bytes[at + index] === byte)

function nextMark(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(MARK[0] ?? 0, from); at >= 0;) {
    if (isMark(bytes, at)) return at
    at = bytes.indexOf(MARK[0] ?? 0, at + 1)
  }
  return -1
}
