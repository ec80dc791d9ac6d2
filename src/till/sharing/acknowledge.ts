import { LANES } from '@/core/sharing/block'
import { sayNothing, type Sharing } from './sayOwn'

/** A device that sells says how far it has read with each sale; one that does not, so often. */
const EVERY_MS = 60 * 60_000

/**
 * Tells the others how far this device has read, now and then: a device that reads and never sells
 * would look as if a carrier held everything back from it. Only new sales and closings are a reason
 * to, so that two devices do not answer one another for ever. Returns whether it spoke.
 */
export function makeAcknowledger(sharing: Sharing): (nowMs: number) => Promise<boolean> {
  let told = ''
  let toldMs = -Infinity

  return async nowMs => {
    if (nowMs - toldMs < EVERY_MS) return false
    const streams = await sharing.store.knownStreams()
    const journals = streams.filter(({ lane }) => lane === LANES.journal)
    const now = journals.map(({ device, hash }) => `${device} ${hash}`).join()
    if (now === told) return false
    await sayNothing(sharing)
    told = now
    toldMs = nowMs
    return true
  }
}
