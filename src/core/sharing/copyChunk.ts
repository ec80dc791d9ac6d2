import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate'
import type { EntryRecord } from './blockContent'

/** Entries in one packed run of a copy: alone each takes five times the room. */
export const CHUNK_ENTRIES = 256

/** Number of the first entry of the run that an entry belongs to. */
export const chunkOf = (number: number): number =>
  Math.floor((number - 1) / CHUNK_ENTRIES) * CHUNK_ENTRIES + 1

/** Checked entries of another till's journal, packed as they are. */
export const packChunk = (records: readonly EntryRecord[]): Uint8Array =>
  deflateSync(strToU8(JSON.stringify(records)))

/** Entries that `packChunk` packed on this device. */
export const unpackChunk = (packed: Uint8Array): EntryRecord[] =>
  JSON.parse(strFromU8(inflateSync(packed))) as EntryRecord[]
