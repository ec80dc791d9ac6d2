import { urlIn } from '@/core/urlIn'

/**
 * A server of the shop's own host knows the shop's key: no code is then typed. The key goes to that
 * host alone, whatever address was typed.
 */
export function serverCode(
  address: string,
  connection: { address: string; key: string } | undefined,
): string {
  if (!connection || !address.endsWith('.php')) return ''
  const shop = urlIn(connection.address)
  const isShopsOwn = shop !== undefined && shop.origin === urlIn(address)?.origin
  return isShopsOwn ? connection.key : ''
}
