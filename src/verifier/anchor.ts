/** A closing's seal that left the device, printed or sent (R25). */
export interface Anchor {
  till: string
  number: number
  seal: string
  keyFingerprint: string
}

/** The mark as printed; `COMPTOIR1` is how the first papers had it. */
const LINE =
  /COMPTOIR(?:1|-ANCHOR\/1)\s+([A-Z][A-DG-LNOQS-VX]?)\s+(\d{1,9})\s+([0-9A-F]{64})\s+([0-9A-F]{64}|-)(?![0-9A-F])/gi

/**
 * Every anchor that a text holds, wherever in it: `COMPTOIR-ANCHOR/1 <till> <number> <seal>
 * <fingerprint>`, in lower or upper case, even where a mail program has broken the line. A till code
 * is one letter or two; the second is none that ends the name of a series.
 */
export function anchorsIn(text: string): Anchor[] {
  return [...text.matchAll(LINE)].map(([, till = '', number = '', seal = '', key = '']) => ({
    till: till.toUpperCase(),
    number: Number(number),
    seal: seal.toLowerCase(),
    keyFingerprint: key === '-' ? '' : key.toLowerCase(),
  }))
}

/** A fingerprint as printed, with or without spaces; undefined when it is none. */
export function fingerprintIn(text: string): string | undefined {
  const digits = text.replaceAll(/[\s:]/g, '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined
}
