/** A number in the form used for comparison: capitals, without spaces, dots and dashes. */
export const compactNumber = (typed: string): string => typed.replace(/[\s.-]/g, '').toUpperCase()

/** Key and SIREN of a French VAT number; undefined when the text does not have its format. */
export function parseFrenchVat(typed: string): { key: string; siren: string } | undefined {
  const [, key, siren] = /^FR([0-9A-Z]{2})(\d{9})$/.exec(compactNumber(typed)) ?? []
  return key && siren ? { key, siren } : undefined
}

/**
 * The fault of a French VAT number; undefined when none is found. The format is FR, two characters
 * and the SIREN. A numeric key is checked against the SIREN from which it is computed.
 */
export function frenchVatFault(typed: string): 'vatFormat' | 'vatWrong' | undefined {
  const parts = parseFrenchVat(typed)
  if (!parts) return 'vatFormat'
  return /^\d\d$/.test(parts.key) && Number(parts.key) !== keyOf(parts.siren)
    ? 'vatWrong'
    : undefined
}

/** Whether a number ends with its Luhn check digit, as every SIREN and SIRET does. */
export function isLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

const keyOf = (siren: string) => (12 + 3 * (Number(siren) % 97)) % 97
