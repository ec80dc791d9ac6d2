import type { fr } from './fr'

/** The shape every language must fill; a missing text does not compile. */
export type Messages = typeof fr

/** Path of a message, such as `sell.title`. */
export type MessageKey = PathsOf<Messages>

type PathsOf<Branch> = {
  [Key in keyof Branch & string]: Branch[Key] extends string
    ? Key
    : `${Key}.${PathsOf<Branch[Key]>}`
}[keyof Branch & string]
