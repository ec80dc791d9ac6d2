/** Where an entry stands: in the journal of which till, at which number. */
export interface Place {
  till: string
  number: number
}

/** `A-12`: a place as addresses and maps have it. */
export const placeKey = ({ till, number }: Place) => `${till}-${number}`

/** A place as an address names it: a bare number where it is in the journal of this till. */
export const addressOf = (place: Place, ownTill: string) =>
  place.till === ownTill ? String(place.number) : placeKey(place)

/** The place that an address names; a bare number is in the journal of this till. */
export function parsePlace(text: string, ownTill: string): Place | undefined {
  const found = /^(?:([A-Z]{1,2})-)?(\d{1,9})$/.exec(text)
  return found ? { till: found[1] ?? ownTill, number: Number(found[2]) } : undefined
}
