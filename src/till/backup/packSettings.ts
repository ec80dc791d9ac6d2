import * as v from 'valibot'
import { logoPicture } from '@/core/printing/logo'
import { paperFootFrom } from '@/core/settings/paperFoot'
import { pinHashShape } from '@/core/backup/rowShapes'
import { GIVEN_PERMISSIONS, LIMITED_ROLES } from '@/core/people/permissions'
import { ROLES } from '@/core/people/user'
import type { CounterRules } from '@/core/settings/counterRules'
import type { KeptSetting } from '@/storage/databases'
import type { Settings } from '@/storage/settings/settings'
import { SHIPPING_RULES } from '@/core/ticket/shipping'
import { DELIVERY_METHODS } from '@/core/ticket/ticket'

/** Settings that belong to this device alone and go into no backup. */
type LeftOut =
  | 'connection'
  | 'failedTries'
  | 'approvals'
  | 'clock'
  | 'tillLetter'
  | 'backupKey'
  | 'backupFolder'
  | 'lastBackup'
  | 'setAsideJournals'
  | 'journalFault'
  | 'copiesPurged'
  | 'isInspected'
  | 'sellingEnded'
  | 'sendsStock'
  | 'shopPacks'
  | 'stockHanded'
  | 'stockSent'
  | 'orderRuns'
  | 'namingPutAside'
  | 'printer'
  | 'sparePrinter'
  | 'counterAgent'
  | 'customerRoom'
  | 'customerPicture'
  | 'poleDisplay'
  | 'cardTerminal'
  | 'cardAttempt'
  | 'labelSheet'

const text = v.string()
const whole = v.pipe(v.number(), v.safeInteger())

const KINDS = ['cash', 'card', 'cheque', 'meal-voucher', 'transfer', 'other', 'debt'] as const

const accountsShape = v.strictObject({
  sales: v.record(text, text),
  vatCollected: v.record(text, text),
  departments: v.record(text, text),
  webSales: text,
  shipping: text,
  discounts: text,
  discountsApart: v.boolean(),
  cash: text,
  otherTenders: text,
  customers: text,
  cashMoves: text,
  cashShort: text,
  cashOver: text,
  fiscalYearEndMonth: whole,
})

/** One shape for each rule: a rule that is missing here does not compile. */
const ruleFields = {
  tenderMeans: v.exactOptional(
    v.array(
      v.strictObject({
        meansId: text,
        kind: v.picklist(KINDS),
        name: text,
        account: text,
        isOn: v.boolean(),
      }),
    ),
  ),
  mealVoucherCeilingCents: v.exactOptional(whole),
  mealVoucherDepartments: v.exactOptional(v.array(text)),
  shippingRule: v.exactOptional(v.picklist(SHIPPING_RULES)),
  deliveryArticles: v.exactOptional(v.partial(v.strictObject(eachMethod()))),
  printsReasons: v.exactOptional(v.boolean()),
  mostUnaskedPieces: v.exactOptional(v.pipe(whole, v.minValue(1))),
  accounts: v.exactOptional(accountsShape),
  orderStates: v.exactOptional(v.record(text, v.picklist(['paid', 'undone', 'waiting']))),
  orderTenders: v.exactOptional(v.record(text, text)),
  orderCarriers: v.exactOptional(v.record(text, v.picklist(DELIVERY_METHODS))),
  importsOrders: v.exactOptional(v.boolean()),
  labelFormats: v.exactOptional(v.array(v.strictObject({ prefix: text, mask: text }))),
} satisfies { [Rule in keyof CounterRules]: v.GenericSchema }

/** Settings that go into a backup: a setting that is in neither list does not compile. */
const SHAPES: {
  [Name in Exclude<keyof Settings, LeftOut>]: v.GenericSchema<unknown, Settings[Name]>
} = {
  seller: v.strictObject({
    name: text,
    address: text,
    siret: text,
    vatNumber: text,
    mention: v.exactOptional(text),
  }),
  vatAnswers: v.record(text, whole),
  asksBeforeImport: v.boolean(),
  syncEveryMinutes: whole,
  pictureBudgetMb: whole,
  locale: v.nullable(v.picklist(['fr', 'en'])),
  paperFoot: v.pipe(
    text,
    v.check(foot => paperFootFrom(foot) === foot),
  ),
  paperLogo: v.nullable(
    v.pipe(
      v.strictObject({ width: whole, height: whole, bits: text }),
      v.check(logo => logoPicture(logo) !== null),
    ),
  ),
  paperWidth: v.picklist(['80mm', '58mm', 'a4']),
  sounds: v.strictObject({
    isOn: v.boolean(),
    volume: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  }),
  scansByCamera: v.boolean(),
  counterRules: v.strictObject({ ...ruleFields, maxDiscountRate: v.exactOptional(whole) }),
  rights: v.strictObject({
    leastRole: v.exactOptional(
      v.partial(v.strictObject(v.entriesFromList(GIVEN_PERMISSIONS, v.picklist(ROLES)))),
    ),
    refundCents: v.exactOptional(byRole(v.nullable(whole))),
    discountRate: v.exactOptional(byRole(whole)),
  }),
  lockAfterMinutes: whole,
  recoveryCode: pinHashShape,
  ownerEmail: text,
  ordersBy: text,
  stockBy: v.record(text, text),
  orderImports: v.record(
    text,
    v.strictObject({
      fromDay: text,
      readUntil: text,
      openIds: v.array(whole),
      met: v.strictObject({
        states: v.array(v.strictObject({ stateId: whole, name: text, isPaid: v.boolean() })),
        carriers: v.array(v.strictObject({ carrierId: whole, referenceId: whole, name: text })),
        modules: v.array(v.strictObject({ module: text, payment: text })),
      }),
      names: v.strictObject({ shipping: text, wrapping: text, voucher: text }),
      cursor: v.nullable(v.strictObject({ since: text, afterId: whole, until: text })),
    }),
  ),
  orderCustomers: v.record(text, text),
  debtTakings: v.record(
    text,
    v.array(
      v.strictObject({ kind: v.picklist(KINDS), name: text, account: text, givenCents: whole }),
    ),
  ),
}

function byRole<Limit extends v.GenericSchema>(limit: Limit) {
  return v.strictObject(v.entriesFromList(LIMITED_ROLES, limit))
}

function eachMethod() {
  const [counter, takeAway, delivery, shipped] = DELIVERY_METHODS
  return { [counter]: text, [takeAway]: text, [delivery]: text, [shipped]: text } as const
}

/** How the shop is reached, without its key: the owner types the key again. */
const connectionShape: v.GenericSchema<unknown, Settings['connection']> = v.strictObject({
  address: text,
  key: v.literal(''),
  shopId: v.exactOptional(whole),
  languageId: v.exactOptional(whole),
})

/** Settings as a backup holds them: without the device's own, and without the shop's key. */
export function packSettings(settings: readonly KeptSetting[]): KeptSetting[] {
  return settings.flatMap(({ name, value }) => {
    if (name === 'connection') return { name, value: withoutKey(value as Settings['connection']) }
    return Object.hasOwn(SHAPES, name) ? { name, value } : []
  })
}

const withoutKey = (connection: Settings['connection']) => ({ ...connection, key: '' })

/** Whether a value is one that the till itself could have stored as a setting. */
export function isSoundSetting(name: string, value: unknown): boolean {
  const shapes: Readonly<Record<string, v.GenericSchema>> = SHAPES
  return Object.hasOwn(shapes, name) && v.is(shapes[name] ?? v.never(), value)
}

/**
 * Checks the settings of a backup, each against its exact shape.
 *
 * @throws where one is unknown or has another shape.
 */
export function unpackSettings(settings: readonly KeptSetting[]): KeptSetting[] {
  const shapes: Readonly<Record<string, v.GenericSchema>> = {
    ...SHAPES,
    connection: connectionShape,
  }
  return settings.map(({ name, value }) => {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
    if (!shape) throw new SyntaxError(`a backup has no setting called ${name}`)
    return { name, value: v.parse(shape, value) }
  })
}
