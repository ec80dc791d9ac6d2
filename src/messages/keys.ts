import type { fr } from './fr'
import type { laterFr } from './laterFr'

/** The shape every language must fill; a missing text does not compile. */
export type FirstMessages = typeof fr
/** The same of the texts that come once the till is there. */
export type LaterMessages = typeof laterFr
export type Messages = FirstMessages & LaterMessages

/** Path of a message, such as `sell.title`. */
export type MessageKey = PathsOf<Messages>

type PathsOf<Branch> = {
  [Key in keyof Branch & string]: Branch[Key] extends string
    ? Key
    : `${Key}.${PathsOf<Branch[Key]>}`
}[keyof Branch & string]
