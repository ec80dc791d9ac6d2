import type { CarrierFault } from './carrier'

/** Why nothing is sold on a device any more: its shop put it out, or lets it only read. */
export type WhySellingEnded = 'put-out' | 'reads-only'

/** What can stop this device from being one of several. `address` is the server's. */
export type SharingError =
  | { code: 'sharing-already' }
  | { code: 'sharing-code-needed' | 'sharing-code-wrong'; address: string }
  | { code: 'sharing-unreachable'; address: string; cause: CarrierFault['cause'] }
  | { code: 'sharing-not-manager' }
  | { code: 'sharing-not-open' }
  | { code: 'paper-key-mistyped' | 'paper-key-nothing-found'; address: string }
  /** A ticket that is at the counter here is on another device, too. `name` is that device's. */
  | { code: 'ticket-on-two-tills'; name: string }
  | { code: 'ticket-left-parked'; name: string }
