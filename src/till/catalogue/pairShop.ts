import type { PairingLink } from '@/core/catalogue/pairing'
import { fail, ok, type Result, type ShopError } from '@/core/errors'
import { askPairing } from '@/prestashop/pairing/askPairing'
import { parseShopAddress } from '@/prestashop/shopAddress'
import type { ShopConnection } from '@/storage/settings/settings'

/** As many as the module of the shop makes (`ComptoirPairing::ROUNDS`). */
const ROUNDS = 200_000
const NONCE_BYTES = 12
const KEY = /^[\w-]{32}$/

/** Host of the shop that a QR code connects to; undefined where its address cannot be one. */
export function hostOfPairing({ shopAddress }: PairingLink): string | undefined {
  const parsed = parseShopAddress(shopAddress)
  return parsed.ok ? parsed.host : undefined
}

/**
 * The connection that a QR code of the shop's module gives to whoever knows its code. The key is
 * opened here; it is in no address and in no log.
 */
export async function pairShop(
  surroundings: { fetch: typeof globalThis.fetch },
  link: PairingLink,
  code: string,
): Promise<Result<ShopConnection, ShopError>> {
  const parsed = parseShopAddress(link.shopAddress)
  if (!parsed.ok) return fail({ code: 'pairing-unreadable' })
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined
  if (!subtle) return fail({ code: 'pairing-insecure' })
  const half = await askPairing(surroundings, parsed.address, { id: link.id, code })
  if (!half.ok) return half
  const key = await openKey(subtle, link, code, half.value)
  if (key === undefined) return fail({ code: 'pairing-unreadable' })
  return ok({ address: parsed.address, key })
}

async function openKey(
  subtle: SubtleCrypto,
  { head, sealed }: PairingLink,
  code: string,
  half: string,
): Promise<string | undefined> {
  const encoder = new TextEncoder()
  const typed = await subtle.importKey('raw', encoder.encode(code), 'PBKDF2', false, ['deriveKey'])
  const salt = Uint8Array.from(half.match(/../g) ?? [], byte => parseInt(byte, 16))
  const opener = await subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS },
    typed,
    { name: 'AES-GCM', length: 256 },
    false,
    ['decrypt'],
  )
  try {
    const opened = await subtle.decrypt(
      {
        name: 'AES-GCM',
        iv: sealed.subarray(0, NONCE_BYTES),
        additionalData: encoder.encode(head),
      },
      opener,
      sealed.subarray(NONCE_BYTES),
    )
    const key = new TextDecoder().decode(opened)
    return KEY.test(key) ? key : undefined
  } catch {
    // What was sealed for another shop, or altered, does not open.
    return undefined
  }
}
