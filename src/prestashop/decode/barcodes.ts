import { withoutSeparators } from '@/core/scanning/gtin'

/**
 * Codes as a scanner sends them: digits (and the X of ISBN-10) without hyphens, each once; anything
 * else is left out.
 */
export function barcodesOf(codes: readonly string[]): string[] {
  const digits = codes.map(withoutSeparators)
  return [...new Set(digits.filter(code => /^\d{6,14}$|^\d{9}X$/.test(code)))]
}
