/** Where an entry stands: in the journal of which till, at which number. */
export interface EntryReference {
  till: string
  number: number
}

/** `A-12`: a place as addresses and maps have it. */
export const referenceKey = ({ till, number }: EntryReference) => `${till}-${number}`

/** A place as an address names it: a bare number where it is in the journal of this till. */
export const addressOf = (reference: EntryReference, ownTill: string) =>
  reference.till === ownTill ? String(reference.number) : referenceKey(reference)

/** The place that an address names; a bare number is in the journal of this till. */
export function parseReference(text: string, ownTill: string): EntryReference | undefined {
  const found = /^(?:([A-Z]{1,2})-)?(\d{1,9})$/.exec(text)
  return found ? { till: found[1] ?? ownTill, number: Number(found[2]) } : undefined
}
