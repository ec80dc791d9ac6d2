import { sha256OfText, type TextHash } from './sha256'
import { secondIn } from './signatureFormat'

/** An entry and its signature, in the order of the journal. */
export interface SignedEntry {
  number: number
  /** The time that the entry tells. */
  at: unknown
  /** Null where it has none. */
  signature: string | null
}

export interface OrderFault {
  code: 'signature-missing' | 'signature-not-following' | 'signed-late'
  number: number
  /** When it was signed, for an entry signed at another time than its own. */
  detail: string
}

/** Stands for the signature before the first one, and for an absent one. */
const NO_SIGNATURE = '0'.repeat(64)
/** A till signs an entry as it writes it. */
const AT_ONCE_MS = 10 * 60_000

/**
 * Checks signatures in their order. A signature of format 2 covers the one before, and was made when
 * its entry was; once there is one, every entry has one. Before that, in journals of an older till,
 * only the newest entries may lack a signature.
 */
export function beginSignatureOrder(sha256: TextHash = sha256OfText) {
  let last: SignedEntry | undefined
  let isSecond = false
  /** First of the latest entries without a signature. */
  let unsigned: number | undefined

  function readUnsigned({ number }: SignedEntry): OrderFault[] {
    const isFirst = unsigned === undefined
    unsigned ??= number
    return isFirst && isSecond ? [missing(number)] : []
  }

  function readSigned({ number, at, signature }: SignedEntry): OrderFault[] {
    const faults: OrderFault[] = []
    if (unsigned !== undefined && !isSecond) faults.push(missing(unsigned))
    unsigned = undefined
    const second = secondIn(`${signature}`)
    if (!second) {
      if (isSecond) faults.push({ code: 'signature-not-following', number, detail: '' })
      return faults
    }
    isSecond = true
    if (!isFollowing(second.before, number)) {
      faults.push({ code: 'signature-not-following', number, detail: '' })
    }
    const lateMs = Math.abs(Date.parse(second.signedAt) - Date.parse(`${at as string}`))
    if (!(lateMs <= AT_ONCE_MS)) {
      faults.push({ code: 'signed-late', number, detail: second.signedAt })
    }
    return faults
  }

  function isFollowing(before: string, number: number): boolean {
    if (number === 1) return before === NO_SIGNATURE
    // What is before the archive, or was purged, is unknown.
    if (last?.number !== number - 1) return true
    return before === (last.signature === null ? NO_SIGNATURE : sha256(last.signature))
  }

  return {
    read(entry: SignedEntry): OrderFault[] {
      const faults = entry.signature === null ? readUnsigned(entry) : readSigned(entry)
      last = entry
      return faults
    },
    /** First of the newest entries without a signature that an older till had yet to sign. */
    unsigned: () => (isSecond ? undefined : unsigned),
  }
}

const missing = (number: number): OrderFault => ({
  code: 'signature-missing',
  number,
  detail: '',
})
