import * as v from 'valibot'
import { CONTENT_PARTS, MOST_OF_A_UNIT } from '@/core/catalogue/content'
import { microsFromDecimal } from '@/core/money'
import { soundLine } from '@/core/text'

const MAX_TEXT = 500

/**
 * A whole number of PrestaShop's JSON. PrestaShop 8.2.1 sends text for nearly every field, 9.1.4
 * sends numbers for integers; both are accepted, anything else is refused.
 */
export const id = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(value => (value === '' ? 0 : Number(value))),
  v.number(),
  v.safeInteger(),
  v.minValue(0),
)

/** `"1"`, `1` or `true`; a field missing in the record is false. */
export const flag = v.pipe(
  v.optional(v.union([v.string(), v.number(), v.boolean()]), '0'),
  v.transform(value => ['1', 'true'].includes(String(value))),
)

/** Text that is safe to show: bounded, on one line, without control characters. */
export const text = v.pipe(
  v.optional(v.nullable(v.union([v.string(), v.number(), v.literal(false)])), ''),
  v.transform(value => cleanText(value === null || value === false ? '' : String(value))),
)

/**
 * Text in the requested language: plain, or one entry per language when PrestaShop sends all of
 * them (with a single active language it sends plain text).
 */
export const localText = v.pipe(
  v.union([
    v.string(),
    v.null(),
    v.array(v.object({ id: v.union([v.string(), v.number()]), value: v.nullable(v.string()) })),
  ]),
  v.transform(value => cleanText(Array.isArray(value) ? firstFilled(value) : (value ?? ''))),
)

/** A decimal such as `"24.991667"`, as millionths. */
export const micros = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(value => microsFromDecimal(String(value))),
  v.number('not a decimal number'),
  v.minValue(0),
)

/** Like `micros`, and may be below zero: what a combination adds to the price of its product. */
export const signedMicros = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(value => microsFromDecimal(String(value))),
  v.number('not a decimal number'),
)

/** As PHP writes a float: decimals, and an exponent where it is very small. */
const WRITTEN_RATIO = /^\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?$/i

/**
 * A ratio as billionths: text with six decimals, or the number that PrestaShop 8 divides out, with as
 * many as a float has. One that is none is 0: what it is for is left out, and the row is kept.
 */
export const billionths = v.pipe(
  v.optional(v.union([v.string(), v.number(), v.null(), v.boolean()]), 0),
  v.transform(value => {
    const isWritten = typeof value === 'string' && WRITTEN_RATIO.test(value)
    const ratio = isWritten || typeof value === 'number' ? Number(value) : 0
    return ratio > 0 && ratio <= MOST_OF_A_UNIT ? Math.round(ratio * CONTENT_PARTS) : 0
  }),
)

/** Ids of an association: `[{"id":"2"},…]`, absent when there are none. */
export const associatedIds = v.pipe(
  v.optional(v.array(v.object({ id })), []),
  v.transform(rows => rows.map(row => row.id)),
)

const cleanText = (value: string) => soundLine(value, MAX_TEXT)

function firstFilled(values: readonly { value: string | null }[]): string {
  return values.find(({ value }) => value !== null && value !== '')?.value ?? ''
}
