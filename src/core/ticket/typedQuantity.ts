import { MAX_PIECES } from './lines'

/** Typing stops at this length: a long barcode fits whole, so that the refusal can show it. */
const MOST_KEYS = 20
const MOST_DECIMALS = 3

/**
 * The typed quantity after a key. A comma counts only where a quantity has decimals; impossible
 * values are kept whole, so that a scanned code is refused and no part of it passes for a quantity.
 */
export function typeQuantity(before: string, key: string, hasDecimals: boolean): string {
  if (key === ',') {
    return hasDecimals && !before.includes(',') ? `${before || '0'},` : before
  }
  return `${before}${key}`.slice(0, MOST_KEYS)
}

/** The typed quantity in thousandths; undefined when it is none, or larger than a line may have. */
export function typedMilli(typed: string): number | undefined {
  const [whole = '', decimals = ''] = typed.split(',')
  if (whole === '' || decimals.length > MOST_DECIMALS) return undefined
  const milli = Number(whole) * 1000 + Number(decimals.padEnd(MOST_DECIMALS, '0'))
  return milli > 0 && milli <= MAX_PIECES * 1000 ? milli : undefined
}

/** A quantity as a person would type it: `0,35` for 350 thousandths. */
export function quantityTyped(milli: number): string {
  const decimals = String(milli % 1000)
    .padStart(MOST_DECIMALS, '0')
    .replace(/0+$/, '')
  const whole = String(Math.floor(milli / 1000))
  return decimals === '' ? whole : `${whole},${decimals}`
}
