import { lookup as lookupDns, type LookupAddress } from 'node:dns'
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net'
import { isCounterAddress, isLoopback } from './counterAddress'
import type { Equipment, EquipmentRules } from './equipment'

/** Why a device was not reached: nothing was sent to it. */
export class NotConnected extends Error {
  constructor(readonly why: 'unreachable' | 'not-private') {
    super(why)
  }
}

const CONNECTS_WITHIN_MS = 5_000

/**
 * Connects to a device of the counter. A name is looked up once, in the look-up that the connection
 * itself uses, so that a second DNS answer cannot lead elsewhere; one address outside the shop's
 * network refuses them all.
 *
 * @throws NotConnected where it cannot be reached, or is not on the shop's network.
 */
export function connectTo(
  { host, port }: Equipment,
  { allowsLoopback }: EquipmentRules,
  withinMs = CONNECTS_WITHIN_MS,
): Promise<Socket> {
  const isAllowed = (ip: string) => isCounterAddress(ip) || (allowsLoopback && isLoopback(ip))
  if (isIP(host) !== 0 && !isAllowed(host)) return Promise.reject(new NotConnected('not-private'))

  const lookup: LookupFunction = (name, options, done) =>
    lookupDns(name, { ...options, all: true }, (error, found) => {
      const addresses = found as LookupAddress[] | undefined
      const [first] = addresses ?? []
      if (error) done(error, [])
      else if (!first || addresses?.some(one => !isAllowed(one.address))) {
        done(new NotConnected('not-private'), [])
      } else if (options.all) done(null, addresses ?? [])
      else done(null, first.address, first.family)
    })

  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, lookup, noDelay: true })
    const giveUp = (error: NotConnected) => {
      socket.removeAllListeners()
      // A late fault of a connection that was given up is nobody's.
      socket.on('error', () => undefined)
      socket.destroy()
      reject(error)
    }
    const timer = setTimeout(() => giveUp(new NotConnected('unreachable')), withinMs)
    socket.once('error', error => {
      clearTimeout(timer)
      giveUp(error instanceof NotConnected ? error : new NotConnected('unreachable'))
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
}
