import { base64FromBytes } from '@/core/base64'
import { ROOM_KEY_BYTES } from '@/core/ticket/screenRoom'

/** A key of a room that nobody has, in base64url. */
export const newRoomKey = (): string =>
  base64FromBytes(crypto.getRandomValues(new Uint8Array(ROOM_KEY_BYTES)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
