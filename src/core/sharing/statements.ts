/** A device is let in, by a device that manages. */
export interface Grant {
  kind: 'grant'
  /** Who says it, and the number of the block that first said it in its lane of what is shared. */
  by: string
  seq: number
  device: string
  name: string
  /** Till code that it sells under; null for a device that only reads. */
  letter: string | null
  /** Whether it may let devices in and remove them. */
  manages: boolean
  /** Raw P-256 point in base64: what is for this device alone is sealed to it. */
  sealingKey: string
  at: string
  /** Who repeats it, as its author was put out: that one's log may be lost. */
  via?: string
}

/** A device is put out, by a device that manages. It is final: ids of devices are never used again. */
export interface Removal {
  kind: 'removal'
  by: string
  seq: number
  device: string
  /** Number of its first block of what is shared that does not count any more. */
  from: number
  /** Number of its first block of its journal that was not known here: sales from there on came late. */
  salesFrom: number
  at: string
  via?: string
}

/**
 * A device that manages announces a new secret of the group: from then on blocks are sealed with it.
 * It is said in what is shared, under the epoch before: who belonged to the shop then reads it.
 */
export interface Announcement {
  kind: 'epoch'
  by: string
  seq: number
  /** Number of the epoch, from 1. Two devices that have not heard of each other may give one twice. */
  epoch: number
  /** What its secret leads to, in 32 hexadecimal digits: another secret has another id. */
  id: string
  at: string
}

/**
 * The secret of an epoch, sealed to one device's own key (HPKE). Such are said openly, in a lane of
 * their own, so that a device reads those for it without any secret of the shop.
 */
export interface Share {
  kind: 'share'
  by: string
  seq: number
  device: string
  epoch: number
  id: string
  /** Base64 of the encapsulated key and the ciphertext. */
  sealed: string
}

/** What devices say of one another. */
export type Statement = Grant | Removal | Announcement | Share
