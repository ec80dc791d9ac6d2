import { assert } from './assert'

/** Refuses what is not a whole, safely countable number of cents. */
export function assertCents(cents: number): void {
  assert(Number.isSafeInteger(cents), 'an amount is whole cents')
}

/**
 * `dividend / divisor` to the nearest whole number, a half away from zero, so that a
 * refund is the exact mirror of its sale. Exact for products beyond 2^53.
 */
export function divideRounded(dividend: number | bigint, divisor: number | bigint): number {
  const top = BigInt(dividend)
  const bottom = BigInt(divisor)
  assert(bottom > 0n, 'a divisor is above zero')
  const magnitude = top < 0n ? -top : top
  const rounded = Number((2n * magnitude + bottom) / (2n * bottom))
  assert(Number.isSafeInteger(rounded), 'an amount stays countable')
  return top < 0n ? 0 - rounded : rounded
}

/** Price of a quantity: unit price in cents times thousandths of a unit, rounded to the cent. */
export function lineCents(unitPriceCents: number, quantityMilli: number): number {
  assertCents(unitPriceCents)
  assert(Number.isSafeInteger(quantityMilli), 'a quantity is whole thousandths')
  return divideRounded(BigInt(unitPriceCents) * BigInt(quantityMilli), 1000)
}

/**
 * Parts of a total in proportion to weights, by largest remainder: the parts always
 * sum to the total. With no weight at all, everything goes to the first part.
 */
export function allocate(totalCents: number, weights: readonly number[]): number[] {
  assertCents(totalCents)
  assert(weights.length > 0, 'there is a part to allocate to')
  assert(
    weights.every(weight => Number.isSafeInteger(weight) && weight >= 0),
    'weights count',
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
 * Deals an amount out one by one, in turn, as cards are: `from` is how many were dealt before,
 * so that what several deals give each hand together differs by one at most. A negative amount
 * takes back what was dealt last.
 */
export function deal(from: number, amount: number, hands: number): number[] {
  assert(Number.isSafeInteger(hands) && hands > 0, 'there is a hand to deal to')
  assertCents(amount)
  const dealtTo = (hand: number, count: number) => Math.floor((count + hands - 1 - hand) / hands)
  return Array.from({ length: hands }, (_none, hand) => {
    const cards = dealtTo(hand, from + amount) - dealtTo(hand, from)
    return cards === 0 ? 0 : cards
  })
}

const DECIMAL = /^(-?)(\d{1,9})(?:\.(\d{1,12}))?$/

/**
 * Millionths of a unit from a decimal text such as PrestaShop's "24.991667", without
 * passing through a binary float. Undefined when the text is not a plain decimal below
 * a thousand million.
 */
export function microsFromDecimal(text: string): number | undefined {
  const match = DECIMAL.exec(text.trim())
  if (!match) return undefined
  const [, sign = '', whole = '0', fraction = ''] = match
  const micros = Number(whole) * 1_000_000 + Number((fraction + '000000').slice(0, 6))
  const rounded = Number(fraction[6] ?? '0') >= 5 ? micros + 1 : micros
  return sign === '-' ? 0 - rounded : rounded
}

/** Cents from millionths, a half away from zero: 9.999 is billed 10.00. */
export const centsFromMicros = (micros: number): number => divideRounded(micros, 10_000)

/** A price as people type it (`12,5`, `12.50 €`), in cents; undefined for what is none. */
export function parseCents(typed: string): number | undefined {
  const found = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[€\s]/g, ''))
  if (!found) return undefined
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}
