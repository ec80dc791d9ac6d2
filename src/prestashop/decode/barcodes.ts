/** Codes as a scanner gives them: digits (and ISBN-10's X), without hyphens, each once. */
export function barcodesOf(codes: readonly string[]): string[] {
  const digits = codes.map(code => code.replace(/[\s-]/g, '').toUpperCase())
  return [...new Set(digits.filter(code => /^\d{6,14}$|^\d{9}X$/.test(code)))]
}
