import { Deflate, Inflate } from 'fflate'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, randomBytes } from '@noble/hashes/utils.js'
import { MAGIC, parseHeader, versionOf, type BackupHeader } from '@/core/backup/header'
import { BACKUP_VERSION } from '@/core/backup/records'
import type { BackupError } from '@/core/errors'
import type { BackupKey } from '@/storage/settings/settings'

/*
 * Format of a backup file: a header in clear, which says how to open it and is authenticated, then
 * the contents, deflated, in chunks each sealed by AES-256-GCM. A nonce is seven random bytes of
 * the file, the number of the chunk, and whether it is the last (the STREAM construction, Hoang and
 * others, CRYPTO 2015): no chunk can be cut, doubled, moved or taken from another file. The first
 * seal covers no content and detects a wrong passphrase; an unkeyed digest before it tells a
 * damaged header from a wrong passphrase.
 */

/** Why a backup file cannot be used; nothing of it is read. */
export class UnusableBackup extends Error {
  constructor(readonly reason: BackupError) {
    super(reason.code)
  }
}

type Bytes = Uint8Array<ArrayBuffer>

const CHUNK_BYTES = 256 * 1024
const TAG_BYTES = 16
const DIGEST_BYTES = 32
const MOST_HEADER_BYTES = 4096
const AES = 'AES-GCM'

/**
 * Seals lines into a file. Beside the sealed chunks, at most one chunk of plain text is in memory.
 */
export async function sealBackup(key: BackupKey, lines: AsyncIterable<string>): Promise<Blob> {
  const header: BackupHeader = {
    version: BACKUP_VERSION,
    cipher: 'AES-256-GCM',
    kdf: { name: 'scrypt', N: key.cost, r: 8, p: 1, salt: key.salt },
    compression: 'deflate',
    noncePrefix: bytesToHex(randomBytes(7)),
  }
  const said = utf8(JSON.stringify(header))
  const preface = join([utf8(MAGIC), lengthOf(said.length), said])
  const check = await seal(key.key, nonceOf(header, 0, false), preface, new Uint8Array(0))
  const digest = new Uint8Array(sha256(join([preface, check])))
  const parts: Bytes[] = [preface, check, digest]
  const pending: Uint8Array[] = []
  let chunks = 0
  const deflate = new Deflate({ level: 6 }, bytes => pending.push(bytes))

  async function sealPending(isLast: boolean): Promise<void> {
    const bytes = join(pending.splice(0))
    for (let from = 0; from < bytes.length || isLast; from += CHUNK_BYTES) {
      const chunk = bytes.slice(from, from + CHUNK_BYTES)
      const isEnd = isLast && from + CHUNK_BYTES >= bytes.length
      if (!isLast && chunk.length < CHUNK_BYTES) {
        pending.push(chunk)
        return
      }
      chunks += 1
      const sealed = await seal(key.key, nonceOf(header, chunks, isEnd), digest, chunk)
      parts.push(lengthOf(sealed.length), sealed)
      if (isEnd) return
    }
  }

  for await (const line of lines) {
    deflate.push(utf8(line))
    if (pending.reduce((sum, bytes) => sum + bytes.length, 0) >= CHUNK_BYTES) {
      await sealPending(false)
    }
  }
  deflate.push(new Uint8Array(0), true)
  await sealPending(true)
  return new Blob(parts, { type: 'application/octet-stream' })
}

/**
 * Opens a backup file and returns its text in pieces, which may end in the middle of a line.
 * `keyOf` derives the key from the passphrase with the parameters of the header.
 *
 * @throws UnusableBackup at the first byte that is not as it was sealed.
 */
export async function* openBackup(
  file: Blob,
  keyOf: (kdf: BackupHeader['kdf']) => Promise<CryptoKey>,
): AsyncGenerator<string> {
  const { header, preface, prefaceBytes } = await readPreface(file)
  const check = await read(file, prefaceBytes, TAG_BYTES)
  const digest = await read(file, prefaceBytes + TAG_BYTES, DIGEST_BYTES)
  const expected = sha256(join([preface, check]))
  if (bytesToHex(expected) !== bytesToHex(digest)) throw damaged()
  const key = await keyOf(header.kdf)
  if (!(await open(key, nonceOf(header, 0, false), preface, check))) {
    throw new UnusableBackup({ code: 'backup-passphrase-wrong' })
  }

  const textIn = inflatedText()
  let at = prefaceBytes + TAG_BYTES + DIGEST_BYTES
  for (let number = 1; ; number += 1) {
    const length = numberIn(await read(file, at, 4))
    if (length < TAG_BYTES || length > CHUNK_BYTES + TAG_BYTES) throw damaged()
    const sealed = await read(file, at + 4, length)
    at += 4 + length
    const isLast = at >= file.size
    const chunk = await open(key, nonceOf(header, number, isLast), digest, sealed)
    if (!chunk) throw damaged()
    for (const text of textIn(chunk, isLast)) yield text
    if (isLast) return
  }
}

/**
 * Inflates chunk after chunk into text.
 *
 * @throws UnusableBackup where a chunk was not written by a till.
 */
function inflatedText(): (chunk: Bytes, isLast: boolean) => string[] {
  const inflated: Uint8Array[] = []
  const inflate = new Inflate(bytes => inflated.push(bytes))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return (chunk, isLast) => {
    try {
      inflate.push(chunk, isLast)
      const texts = inflated.splice(0).map(bytes => decoder.decode(bytes, { stream: true }))
      return isLast ? [...texts, decoder.decode()] : texts
    } catch {
      // Both decoders read only these bytes, so these bytes are wrong.
      throw damaged()
    }
  }
}

async function readPreface(
  file: Blob,
): Promise<{ header: BackupHeader; preface: Bytes; prefaceBytes: number }> {
  const start = utf8(MAGIC)
  const begins = await file.slice(0, start.length).arrayBuffer()
  if (bytesToHex(new Uint8Array(begins)) !== bytesToHex(start)) {
    throw new UnusableBackup({ code: 'backup-not-one' })
  }
  const length = numberIn(await read(file, start.length, 4))
  if (length > MOST_HEADER_BYTES) throw damaged()
  const prefaceBytes = start.length + 4 + length
  const preface = await read(file, 0, prefaceBytes)
  const said = parseJson(new TextDecoder().decode(preface.slice(start.length + 4)))
  const header = parseHeader(said)
  if (header) return { header, preface, prefaceBytes }
  const version = versionOf(said)
  if (version !== undefined && Number.isInteger(version) && version > BACKUP_VERSION) {
    throw new UnusableBackup({ code: 'backup-newer', version })
  }
  throw damaged()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged()
  }
}

async function read(file: Blob, from: number, count: number): Promise<Bytes> {
  const bytes = new Uint8Array(await file.slice(from, from + count).arrayBuffer())
  if (bytes.length !== count) throw damaged()
  return bytes
}

async function seal(key: CryptoKey, iv: Bytes, around: Bytes, bytes: Bytes): Promise<Bytes> {
  const how = { name: AES, iv, additionalData: around }
  return new Uint8Array(await crypto.subtle.encrypt(how, key, bytes))
}

/** Decrypts a chunk; undefined where key, nonce or authenticated data do not match. */
async function open(
  key: CryptoKey,
  iv: Bytes,
  around: Bytes,
  sealed: Bytes,
): Promise<Bytes | undefined> {
  try {
    const how = { name: AES, iv, additionalData: around }
    return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return undefined
    throw error
  }
}

function nonceOf({ noncePrefix }: BackupHeader, number: number, isLast: boolean): Bytes {
  return join([hexToBytes(noncePrefix), lengthOf(number), Uint8Array.of(isLast ? 1 : 0)])
}

function lengthOf(length: number): Bytes {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, length)
  return bytes
}

const numberIn = (bytes: Bytes) => new DataView(bytes.buffer).getUint32(0)

function join(parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

const utf8 = (text: string): Bytes => new Uint8Array(new TextEncoder().encode(text))
const damaged = () => new UnusableBackup({ code: 'backup-damaged' })
