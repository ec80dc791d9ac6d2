/**
 * Whether the till asks a printer of this name: over https any name that a certificate can have, and
 * addresses of a shop's own network; over http (`isPlain`) names of the local network alone, those
 * that end in `.local`, as the page's policy of security can name no others (`proxy/pageSecurity`).
 */
export function isPrinterHost(host: string, isPlain = false): boolean {
  const labels = host.toLowerCase().split('.')
  if (host.length > 253 || !labels.every(label => LABEL.test(label))) return false
  if (isPlain) return labels.length > 1 && labels.at(-1) === 'local'
  // Browsers read a name that ends in a number as an address, in forms that nobody writes.
  return NUMBER.test(labels.at(-1) ?? '') ? isPrivateAddress(labels) : true
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const NUMBER = /^(?:\d+|0x[0-9a-f]*)$/
const PART = /^(?:0|[1-9]\d{0,2})$/

/** Addresses that no other network has (RFC 1918), and those that devices give themselves (RFC 3927). */
function isPrivateAddress(parts: readonly string[]): boolean {
  if (parts.length !== 4 || !parts.every(part => PART.test(part) && Number(part) <= 255))
    return false
  const [first = 0, second = 0] = parts.map(Number)
  return (
    first === 10 ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254)
  )
}
