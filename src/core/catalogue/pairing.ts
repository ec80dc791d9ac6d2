import { bytesFromBase64 } from '@/core/base64'

/** What the QR code of the shop's PrestaShop module says, before the code beside it is typed. */
export interface PairingLink {
  /** Address of the shop, as its module wrote it; to be parsed before it is used. */
  shopAddress: string
  /** Number of the pairing at the shop, 32 hexadecimal digits. */
  id: string
  /** What is authenticated with the sealed key. */
  head: string
  /** Nonce (12 bytes), then the key sealed by AES-256-GCM, then its tag (16 bytes). */
  sealed: Uint8Array<ArrayBuffer>
}

const FORMAT = /^(1\.([\w-]{10,600})\.([\w-]{22}))\.([\w-]{50,400})$/
const NOT_A_DIGIT = /\D/g
const CODE_DIGITS = 8

/**
 * Reads what follows `#/pair/` in the address that a QR code opens; undefined where it is cut or is
 * something else. It is `1.`, then the shop's address, the pairing's number and the sealed key, each
 * in base64url.
 */
export function parsePairing(text: string): PairingLink | undefined {
  const [, head, address, id, sealed] = FORMAT.exec(text) ?? []
  if (head === undefined || !address || !id || !sealed) return undefined
  const bytes = [address, id, sealed].map(bytesFromBase64)
  const [addressBytes, idBytes, sealedBytes] = bytes
  if (!addressBytes || !idBytes || !sealedBytes) return undefined
  return {
    shopAddress: new TextDecoder().decode(addressBytes),
    id: Array.from(idBytes, byte => byte.toString(16).padStart(2, '0')).join(''),
    head,
    sealed: sealedBytes,
  }
}

/** The code as the shop wants it, whatever was typed between its digits; undefined if too short. */
export function parsePairingCode(typed: string): string | undefined {
  const digits = typed.replace(NOT_A_DIGIT, '')
  return digits.length === CODE_DIGITS ? digits : undefined
}
