import * as v from 'valibot'
import { SOLD_BY, type Article, type Department, type VatGroup } from '@/core/catalogue/article'
import type { ArticleEdit, EditableValues } from '@/core/catalogue/articleEdits'
import type { Customer } from '@/core/customers/customer'
import type { OrderNote } from '@/core/orders/orderImport'
import { PROOF_CAUSES } from '@/core/orders/orderProof'
import { SHIPPING_RULES } from '@/core/ticket/shipping'
import { TENDER_KINDS } from '@/core/payment/tender'
import { DELIVERY_METHODS, type Ticket } from '@/core/ticket/ticket'
import { ROLES, type PinHash, type User } from '@/core/people/user'
import { refundSource } from './eventShapes'

/* Shapes of the backup rows outside the journal; a row with any other shape is refused. */

const text = v.string()
const whole = v.pipe(v.number(), v.safeInteger())
const hexText = v.pipe(text, v.regex(/^[0-9a-f]*$/))
const rate = v.nullable(whole)
const micros = v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** Shape of a hashed PIN; its cost is bounded, because the device must compute it. */
export const pinHashShape: v.GenericSchema<unknown, PinHash> = v.strictObject({
  algorithm: v.literal('scrypt'),
  salt: hexText,
  hash: hexText,
  cost: v.pipe(whole, v.minValue(2), v.maxValue(2 ** 20)),
})

/** Shape of a user. */
export const userShape: v.GenericSchema<unknown, User> = v.strictObject({
  userId: text,
  name: text,
  role: v.picklist(ROLES),
  pin: pinHashShape,
  createdAt: text,
  removedAt: v.nullable(text),
})

/** Shape of a customer. */
export const customerShape: v.GenericSchema<unknown, Customer> = v.strictObject({
  customerId: text,
  name: text,
  email: text,
  phone: text,
  company: text,
  address: text,
  vatNumber: text,
  note: text,
  createdAt: text,
})

const promotion = v.strictObject({ regularPriceCents: whole, endsAt: v.nullable(text) })

/** Every field by name: a field of Article that is missing here does not compile. */
const articleFields = {
  articleId: text,
  name: text,
  reference: text,
  barcodes: v.array(text),
  departmentIds: v.array(text),
  priceCents: whole,
  ecotaxCents: whole,
  vatGroupId: text,
  vatRate: rate,
  pictureId: v.nullable(text),
  family: v.nullable(v.strictObject({ familyId: text, name: text })),
  numbered: v.exactOptional(v.strictObject({ number: whole, byOwner: v.exactOptional(text) })),
  position: whole,
  checkedAt: text,
  retiredAt: v.nullable(text),
  promotion: v.exactOptional(promotion),
  priceChanges: v.exactOptional(
    v.array(
      v.strictObject({
        atShopTime: text,
        priceCents: whole,
        promotion: v.exactOptional(promotion),
      }),
    ),
  ),
  promotionGap: v.exactOptional(v.picklist(['end', 'unseen', 'price-after'])),
  tint: v.exactOptional(whole),
  isFavourite: v.exactOptional(v.boolean()),
  isHidden: v.exactOptional(v.boolean()),
  isShipping: v.exactOptional(v.boolean()),
  takesMealVouchers: v.exactOptional(v.boolean()),
  soldBy: v.exactOptional(v.picklist(['weight', 'length'])),
  purchaseMicros: v.exactOptional(whole),
  content: v.exactOptional(v.strictObject({ unit: text, billionths: whole })),
} satisfies { [Field in keyof Required<Article>]: v.GenericSchema }

/** Shape of an article. */
export const articleShape: v.GenericSchema<unknown, Article> = v.strictObject(articleFields)

const editedFields = {
  name: v.exactOptional(text),
  combinationName: v.exactOptional(text),
  priceCents: v.exactOptional(whole),
  ecotaxCents: v.exactOptional(whole),
  departmentIds: v.exactOptional(v.array(text)),
  position: v.exactOptional(whole),
  extraBarcodes: v.exactOptional(v.array(text)),
  tint: v.exactOptional(v.nullable(whole)),
  isFavourite: v.exactOptional(v.boolean()),
  isHidden: v.exactOptional(v.boolean()),
  isShipping: v.exactOptional(v.boolean()),
  takesMealVouchers: v.exactOptional(v.nullable(v.boolean())),
  soldBy: v.exactOptional(v.picklist(SOLD_BY)),
} satisfies { [Field in keyof EditableValues]: v.GenericSchema }
const editedValues = v.strictObject(editedFields)

/** Shape of the owner's changes of an article. */
export const articleEditShape: v.GenericSchema<unknown, ArticleEdit> = v.strictObject({
  articleId: text,
  values: editedValues,
  base: editedValues,
  editedAt: text,
})

/** Shape of a department. */
export const departmentShape: v.GenericSchema<unknown, Department> = v.strictObject({
  departmentId: text,
  parentId: v.nullable(text),
  name: text,
  position: whole,
})

/** Shape of a VAT group. */
export const vatGroupShape: v.GenericSchema<unknown, VatGroup> = v.strictObject({
  vatGroupId: text,
  name: text,
  vatRate: rate,
  evidence: v.variant('kind', [
    v.strictObject({
      kind: v.literal('prices'),
      articleId: text,
      netMicros: micros,
      grossMicros: micros,
    }),
    v.strictObject({ kind: v.literal('no-group') }),
    v.strictObject({ kind: v.literal('no-priced-article') }),
    v.strictObject({ kind: v.literal('prices-disagree'), vatRates: v.array(whole) }),
    v.strictObject({ kind: v.literal('rate-not-known'), vatRate: whole }),
    v.strictObject({ kind: v.literal('name-disagrees'), vatRate: whole, nameRate: whole }),
    v.strictObject({ kind: v.literal('tax-rules') }),
    v.strictObject({ kind: v.literal('owner') }),
  ]),
})

/** Shape of a ticket that is not sold yet. */
export const ticketShape: v.GenericSchema<unknown, Ticket> = v.strictObject({
  ticketId: text,
  openedAt: text,
  lines: v.array(
    v.strictObject({
      lineId: text,
      articleId: text,
      name: text,
      reference: text,
      departmentName: text,
      unitPriceCents: whole,
      listPriceCents: whole,
      // Tickets parked by earlier versions lack this field.
      ecotaxCents: v.optional(whole, 0),
      priceReason: text,
      quantityMilli: whole,
      vatRate: whole,
      shipping: v.nullable(v.picklist(SHIPPING_RULES)),
      pictureId: v.nullable(text),
      note: text,
      refund: v.nullable(v.strictObject({ source: refundSource, grossCents: whole })),
      approvedBack: v.exactOptional(
        v.strictObject({ by: v.strictObject({ userId: text, name: text }), cents: whole }),
      ),
    }),
  ),
  discounts: v.array(
    v.strictObject({
      discountId: text,
      kind: v.picklist(['percent', 'amount', 'fixed']),
      value: whole,
      lineIds: v.nullable(v.array(text)),
      reason: text,
      approvedBy: v.nullable(v.strictObject({ userId: text, name: text })),
    }),
  ),
  delivery: v.picklist(DELIVERY_METHODS),
  deliveryLineId: v.nullable(text),
  approvedOff: v.strictObject({
    anyLine: whole,
    anyLineCents: v.exactOptional(whole),
    byLine: v.record(text, whole),
    byLineCents: v.exactOptional(v.record(text, whole)),
  }),
  customerId: v.nullable(text),
  taken: v.array(
    v.strictObject({
      kind: v.picklist(TENDER_KINDS),
      name: text,
      account: text,
      givenCents: whole,
    }),
  ),
  name: text,
  note: text,
})

/** A ticket that is not sold yet, in progress or parked. */
export const keptTicketShape = v.strictObject({
  ticketId: text,
  ticket: ticketShape,
  keptAt: text,
  parkedAt: v.nullable(text),
  training: v.boolean(),
})

/** Shape of a note on a recorded order. */
export const orderNoteShape: v.GenericSchema<unknown, OrderNote> = v.strictObject({
  noteId: text,
  proof: v.nullable(
    v.strictObject({
      orderId: whole,
      reference: text,
      differenceCents: whole,
      vatDifferenceCents: whole,
      cause: v.nullable(v.picklist(PROOF_CAUSES)),
      shipping: v.nullable(v.strictObject({ billedRate: whole, ruleRate: whole })),
    }),
  ),
  editedCents: whole,
  asked: v.optional(
    v.array(
      v.strictObject({ place: whole, name: text, texts: v.array(text), isElsewhere: v.boolean() }),
    ),
  ),
  isDownload: v.optional(v.boolean()),
  handedOverAt: v.nullable(text),
})
