import { hostname, networkInterfaces } from 'node:os'

/** Tells whether a host, with its port if any, is one the till is served at. */
export type IsKnownHost = (host: string) => boolean

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

/**
 * The addresses of this machine, and those the owner names (`COMPTOIR_HOSTS`, separated by commas,
 * with or without a port). A page of another site whose name was pointed at this machine (DNS
 * rebinding) asks for its own name, which is none of these.
 */
export function knownHosts(named: string | undefined): IsKnownHost {
  const own = (named ?? '')
    .split(',')
    .map(host => host.trim().toLowerCase())
    .filter(host => host !== '')
  return host => {
    const wanted = host.toLowerCase()
    const name = nameOf(wanted)
    return own.includes(wanted) || own.includes(name) || namesOfMachine().includes(name)
  }
}

/** Read at each request: a tablet's network gives this machine another address at any time. */
function namesOfMachine(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap(found => found ?? [])
  const machine = hostname().toLowerCase()
  return [
    ...LOOPBACK_NAMES,
    machine,
    `${machine}.local`,
    ...addresses.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address)),
  ]
}

/** A host without its port. */
const nameOf = (host: string) => host.replace(/:\d+$/, '')
