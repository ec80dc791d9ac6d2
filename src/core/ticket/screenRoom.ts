import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import {
  recoveryCodeFrom,
  plainRecoveryCode,
  RECOVERY_CODE_BYTES,
} from '@/core/people/recoveryCode'

/**
 * A room is where a till shows what its customer's screens on other devices see. The till alone has
 * the room's key, and shows in the room by it; who knows the room, which is made of the key, only sees.
 */

/** Number of random bytes of a key. */
export const ROOM_KEY_BYTES = 32

/** A key as it is kept and sent: 32 bytes in base64url. */
export const ROOM_KEY = /^[\w-]{43}$/

/** A room, as screens ask for it. */
export const ROOM = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/

/** The room of a key, 80 bits that nobody can guess, to be read and typed: `K7QM-2XHD-9TRB-WZ4N`. */
export const roomOf = (key: string): string =>
  recoveryCodeFrom(
    sha256(utf8ToBytes(`comptoir customer screen ${key}`)).slice(0, RECOVERY_CODE_BYTES),
  )

/** A room however it was typed; undefined where it is none. */
export function roomTyped(typed: string): string | undefined {
  const room = plainRecoveryCode(typed).replace(/(.{4})(?=.)/g, '$1-')
  return ROOM.test(room) ? room : undefined
}
