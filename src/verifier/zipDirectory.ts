/** One file of a ZIP, as its directory and its own header tell it. */
export interface ZipRecord {
  name: string
  packed: Uint8Array<ArrayBuffer>
  /** Unpacked. */
  size: number
  /** 0: stored; 8: deflated. */
  method: number
  /** Stored as no till stores a file: encrypted, a link, outside the folder, with unlike headers. */
  isOdd: boolean
}

export interface ZipDirectory {
  records: ZipRecord[]
  /** Whether bytes lie before, between or behind the files. */
  hasHiddenBytes: boolean
}

const END = 0x06054b50
const END_BYTES = 22
const CENTRAL = 0x02014b50
const CENTRAL_BYTES = 46
const LOCAL = 0x04034b50
const LOCAL_BYTES = 30
const DESCRIPTOR = 0x08074b50
/** A comment behind the end is at most so long. */
const MOST_BEHIND = 65_535
/** The largest number of four bytes stands for another, elsewhere: ZIP64, which no till writes. */
const ELSEWHERE = 0xffffffff

/**
 * Reads the directory of a ZIP (APPNOTE 6.3.10, 4.3), as the till writes it: each file once, one
 * behind the other, from the first byte to the last. Undefined where it is no whole ZIP.
 */
export function readDirectory(bytes: Uint8Array<ArrayBuffer>): ZipDirectory | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return read(bytes, view)
  } catch (error) {
    // A place behind the last byte is named.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function read(bytes: Uint8Array<ArrayBuffer>, view: DataView): ZipDirectory | undefined {
  const end = findEnd(view)
  if (end === undefined) return undefined
  const count = view.getUint16(end + 10, true)
  const length = view.getUint32(end + 12, true)
  const from = view.getUint32(end + 16, true)
  const records: (ZipRecord & { start: number; stop: number })[] = []
  let at = from
  for (let index = 0; index < count; index += 1) {
    if (view.getUint32(at, true) !== CENTRAL) return undefined
    records.push(recordAt(bytes, view, at))
    at += CENTRAL_BYTES + lengthsAt(view, at + 28) + view.getUint16(at + 32, true)
  }
  const isOne = view.getUint16(end + 4, true) === 0 && view.getUint16(end + 8, true) === count
  // From byte 0, each file ends where the next begins, and the last where the directory does.
  let reached = 0
  let isSeamless = true
  for (const { start, stop } of records.toSorted((a, b) => a.start - b.start)) {
    if (start !== reached) isSeamless = false
    reached = stop
  }
  const isWhole =
    isOne &&
    isSeamless &&
    reached === from &&
    at === end &&
    length === end - from &&
    end + END_BYTES === bytes.length
  return { records, hasHiddenBytes: !isWhole }
}

function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - END_BYTES
  for (let at = last; at >= 0 && at >= last - MOST_BEHIND; at -= 1) {
    if (view.getUint32(at, true) === END) return at
  }
  return undefined
}

/** Bytes of the name and of the extra field. */
const lengthsAt = (view: DataView, at: number) =>
  view.getUint16(at, true) + view.getUint16(at + 2, true)

function recordAt(bytes: Uint8Array<ArrayBuffer>, view: DataView, at: number) {
  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const packedSize = view.getUint32(at + 20, true)
  const size = view.getUint32(at + 24, true)
  const nameLength = view.getUint16(at + 28, true)
  const attributes = view.getUint32(at + 38, true)
  const start = view.getUint32(at + 42, true)
  const name = textAt(bytes, at + CENTRAL_BYTES, nameLength)
  const dataAt = start + LOCAL_BYTES + lengthsAt(view, start + 26)
  const packed = bytes.subarray(dataAt, dataAt + packedSize)
  const isStreamed = (flags & 8) !== 0
  const local = {
    isHere: view.getUint32(start, true) === LOCAL,
    name: textAt(bytes, start + LOCAL_BYTES, view.getUint16(start + 26, true)),
    // A till writes the sizes behind the file, as it does not know them before.
    sizesAt: isStreamed ? descriptorAt(view, dataAt + packedSize) : start + 14,
  }
  const isAlike =
    local.isHere &&
    local.name === name &&
    view.getUint16(start + 6, true) === flags &&
    view.getUint16(start + 8, true) === method &&
    view.getUint32(local.sizesAt, true) === view.getUint32(at + 16, true) &&
    view.getUint32(local.sizesAt + 4, true) === packedSize &&
    view.getUint32(local.sizesAt + 8, true) === size
  const isOdd =
    !isAlike ||
    !isPlainName(name) ||
    packed.length !== packedSize ||
    // Encrypted, patched or masked; of these only streaming and names in UTF-8 are usual.
    (flags & ~(8 | 0x800 | 6)) !== 0 ||
    (method !== 0 && method !== 8) ||
    [packedSize, size, start].includes(ELSEWHERE) ||
    !isPlainFile(attributes)
  const stop = isStreamed ? local.sizesAt + 12 : dataAt + packedSize
  return { name, packed, size, method, isOdd, start, stop }
}

/** The descriptor may begin with a mark of its own. */
const descriptorAt = (view: DataView, at: number) =>
  view.getUint32(at, true) === DESCRIPTOR ? at + 4 : at

/** Unix keeps the kind of a file in the upper half: a link would point elsewhere once unpacked. */
function isPlainFile(attributes: number): boolean {
  const kind = (attributes >>> 16) & 0xf000
  return (kind === 0 || kind === 0x8000) && (attributes & 0x10) === 0
}

/** A file of the archive's own folder, named in printable characters. */
const isPlainName = (name: string) => /^[\w][\w.() -]{0,199}$/.test(name)

const textAt = (bytes: Uint8Array, at: number, length: number) =>
  new TextDecoder().decode(bytes.subarray(at, at + length))
