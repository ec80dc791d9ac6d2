import { assert } from './assert'

/** Throws unless an amount is a whole number of cents that a float holds exactly. */
export function assertCents(cents: number): void {
  assert(Number.isSafeInteger(cents), 'an amount is whole cents')
}

/**
 * `dividend / divisor` rounded to the nearest whole number. A half is rounded away from zero, so
 * that a refund is the exact mirror of its sale. Exact for products beyond 2^53.
 */
export function divideRounded(dividend: number | bigint, divisor: number | bigint): number {
  const top = BigInt(dividend)
  const bottom = BigInt(divisor)
  assert(bottom > 0n, 'a divisor is above zero')
  const magnitude = top < 0n ? -top : top
  const rounded = Number((2n * magnitude + bottom) / (2n * bottom))
  assert(Number.isSafeInteger(rounded), 'a rounded amount is a safe integer')
  return top < 0n ? 0 - rounded : rounded
}

/** Unit price in cents times quantity in thousandths of a unit, rounded to the cent. */
export function lineCents(unitPriceCents: number, quantityMilli: number): number {
  assertCents(unitPriceCents)
  assert(Number.isSafeInteger(quantityMilli), 'a quantity is whole thousandths')
  return divideRounded(BigInt(unitPriceCents) * BigInt(quantityMilli), 1000)
}

/**
 * Splits a total in proportion to weights, by largest remainder. The parts always sum to the total.
 * When all weights are zero, the first part takes everything.
 */
export function allocate(totalCents: number, weights: readonly number[]): number[] {
  assertCents(totalCents)
  assert(weights.length > 0, 'an allocation has at least one part')
  assert(
    weights.every(weight => Number.isSafeInteger(weight) && weight >= 0),
    'weights are whole and not below zero',
  )

  const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n)
  if (sum === 0n) return weights.map((_weight, index) => (index === 0 ? totalCents : 0))

  const sign = totalCents < 0 ? -1 : 1
  const total = BigInt(Math.abs(totalCents))
  const parts = weights.map((weight, index) => {
    const share = total * BigInt(weight)
    return { index, cents: Number(share / sum), remainder: share % sum }
  })
  let left = Math.abs(totalCents) - parts.reduce((given, part) => given + part.cents, 0)
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
  )
  for (const part of byRemainder) {
    if (left === 0) break
    part.cents += 1
    left -= 1
  }
  return parts.map(part => (part.cents === 0 ? 0 : sign * part.cents))
}

/**
 * Splits an amount one unit at a time, in turn, as cards are dealt. `from` is the number of units
 * dealt before, so that over several calls the sums of any two hands differ by at most one. A
 * negative amount takes back the units dealt last.
 */
export function deal(from: number, amount: number, hands: number): number[] {
  assert(Number.isSafeInteger(hands) && hands > 0, 'a deal has at least one hand')
  assertCents(amount)
  const dealtTo = (hand: number, count: number) => Math.floor((count + hands - 1 - hand) / hands)
  return Array.from({ length: hands }, (_none, hand) => {
    const cards = dealtTo(hand, from + amount) - dealtTo(hand, from)
    return cards === 0 ? 0 : cards
  })
}

const DECIMAL = /^(-?)(\d{1,9})(?:\.(\d{1,12}))?$/

/**
 * Millionths of a unit from a decimal text such as PrestaShop's "24.991667", without passing
 * through a binary float. Undefined unless the text is a plain decimal below 10^9.
 */
export function microsFromDecimal(text: string): number | undefined {
  const match = DECIMAL.exec(text.trim())
  if (!match) return undefined
  const [, sign = '', whole = '0', fraction = ''] = match
  const micros = Number(whole) * 1_000_000 + Number((fraction + '000000').slice(0, 6))
  const rounded = Number(fraction[6] ?? '0') >= 5 ? micros + 1 : micros
  return sign === '-' ? 0 - rounded : rounded
}

/** Cents from millionths, a half rounded away from zero: 9.999 becomes 10.00. */
export const centsFromMicros = (micros: number): number => divideRounded(micros, 10_000)

/**
 * A price as people type it (`12,5`, `12.50 €`), in cents; undefined when the text is not a price.
 */
export function parseCents(typed: string): number | undefined {
  const found = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[€\s]/g, ''))
  if (!found) return undefined
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}
