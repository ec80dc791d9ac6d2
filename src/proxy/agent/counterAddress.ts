import { isIP } from 'node:net'

/**
 * Whether an IP address is of the shop's own network: private IPv4 (RFC 1918), link-local or unique
 * local. Nothing public, nothing shared by an operator, and not this machine itself.
 */
export function isCounterAddress(ip: string): boolean {
  const address = withoutZone(ip)
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (mapped !== undefined) return isCounterAddress(mapped)
  if (isIP(address) === 6) return /^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(address)
  if (isIP(address) !== 4) return false
  const [first = 0, second = 0] = address.split('.').map(Number)
  if (first === 10) return true
  if (first === 172) return second >= 16 && second <= 31
  return (first === 192 && second === 168) || (first === 169 && second === 254)
}

/** Whether an IP address is this machine. */
export function isLoopback(ip: string): boolean {
  const address = withoutZone(ip)
  return address === '::1' || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(address)
}

/** The zone of a link-local address (`%eth0`) says through which card of this machine it is. */
const withoutZone = (ip: string) => ip.toLowerCase().replace(/%[a-z0-9._-]+$/, '')
