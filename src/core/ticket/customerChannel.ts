import * as v from 'valibot'
import type { Space } from '@/core/journal/space'
import { LONGEST_NAME, MOST_LINES, type ShownToCustomer } from './customerView'

/**
 * The channel between the pages of one browser that a till and its customer's screen share: one for
 * the shop, another for the demo, so that neither is ever shown for the other.
 */
export const customerChannel = (space: Space): string =>
  space === 'demo' ? 'comptoir-customer-demo' : 'comptoir-customer'

/** A customer's screen says at this interval that it is there; only then is anything sent to it. */
export const THERE_EVERY_MS = 5_000
/** A screen that said nothing for so long is closed. */
export const GONE_AFTER_MS = 15_000

/** What a customer's screen says once, when it opens: it shows nothing yet. */
export const I_AM_NEW = 'new'
/** What it says from then on. */
export const I_AM_THERE = 'there'

const whole = v.pipe(v.number(), v.safeInteger())
const text = v.pipe(v.string(), v.maxLength(5_000))
const shortText = v.pipe(v.string(), v.maxLength(LONGEST_NAME))
const viewShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('idle') }),
  v.strictObject({
    kind: v.literal('ticket'),
    lines: v.pipe(
      v.array(v.strictObject({ name: shortText, quantityMilli: whole, grossCents: whole })),
      v.maxLength(MOST_LINES),
    ),
    totalCents: whole,
    takenCents: whole,
  }),
  v.strictObject({
    kind: v.literal('paid'),
    totalCents: whole,
    changeCents: whole,
    dueCents: whole,
    number: text,
    codes: v.pipe(v.array(text), v.maxLength(50)),
  }),
])
/** What a till shows; the pages of one browser and the till's server check it by the same shape. */
export const shownShape = v.strictObject({
  view: viewShape,
  shopName: shortText,
  locale: v.picklist(['fr', 'en']),
})

/** What came over the channel, if it is a view of a till. */
export function parseShown(message: unknown): ShownToCustomer | undefined {
  const shown = v.safeParse(shownShape, message)
  return shown.success ? shown.output : undefined
}
