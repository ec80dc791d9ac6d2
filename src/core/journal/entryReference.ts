/** Identifies an entry: the till code of its journal, and its number there. */
export interface EntryReference {
  till: string
  number: number
}

/** An entry reference as URLs and map keys hold it: `A-12`. */
export const referenceKey = ({ till, number }: EntryReference) => `${till}-${number}`

/**
 * An entry reference in a URL: the number alone for an entry of this till's journal, else `A-12`.
 */
export const addressOf = (reference: EntryReference, ownTill: string) =>
  reference.till === ownTill ? String(reference.number) : referenceKey(reference)

/**
 * The entry reference in a URL; a number alone refers to this till's journal. Undefined when the
 * text is not a reference.
 */
export function parseReference(text: string, ownTill: string): EntryReference | undefined {
  const found = /^(?:([A-Z]{1,2})-)?(\d{1,9})$/.exec(text)
  return found ? { till: found[1] ?? ownTill, number: Number(found[2]) } : undefined
}
