/** A number as it is compared: without spaces, dots and dashes, in capitals. */
export const compactNumber = (typed: string): string => typed.replace(/[\s.-]/g, '').toUpperCase()

/** A French VAT number taken apart; undefined for what has not that form. */
export function parseFrenchVat(typed: string): { key: string; siren: string } | undefined {
  const [, key, siren] = /^FR([0-9A-Z]{2})(\d{9})$/.exec(compactNumber(typed)) ?? []
  return key && siren ? { key, siren } : undefined
}

/**
 * What is wrong of a French VAT number: its form (FR, two characters, the SIREN), or the key,
 * which the SIREN gives where it is made of digits. Undefined when nothing shows.
 */
export function frenchVatFault(typed: string): 'vatFormat' | 'vatWrong' | undefined {
  const parts = parseFrenchVat(typed)
  if (!parts) return 'vatFormat'
  return /^\d\d$/.test(parts.key) && Number(parts.key) !== keyOf(parts.siren)
    ? 'vatWrong'
    : undefined
}

/** Whether a number ends with its check digit (Luhn), as every SIREN and SIRET does. */
export function isLuhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

const keyOf = (siren: string) => (12 + 3 * (Number(siren) % 97)) % 97
