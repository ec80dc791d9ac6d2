/** Digits of a journal's seal that tell it from any other in an address. */
const BEGINNING = 12

/** An entry of a copy, as an address names it. */
export interface CopyAddress {
  /** How the seal of the journal's first entry begins. */
  beginning: string
  number: number
}

/** An entry of a copy in an address: `copie-0f3a91c2d4e5-123`. Two tills may have one letter. */
export const copyAddress = (journal: string, number: number): string =>
  `copie-${journal.slice(0, BEGINNING)}-${number}`

/** The entry of a copy that an address names; undefined when it names none. */
export function parseCopyAddress(text: string): CopyAddress | undefined {
  const found = /^copie-([0-9a-f]{12})-(\d{1,9})$/.exec(text)
  return found ? { beginning: found[1] ?? '', number: Number(found[2]) } : undefined
}
