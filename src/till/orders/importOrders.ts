import { readOrderKnowledge, openShopOrders, FIRST_LANGUAGE } from './readShopOrders'
import { OrderRecorder } from './orderRecorder'
import { OrderReading } from './orderReading'
import { createSaleMaker } from './createSaleMaker'
import { isNumberedApart } from '@/till/journal/stampEvent'
import { readSellingEnded } from '@/till/sharing/mayStillSell'
import type { TillContext } from '@/till/context'
import { ordersElsewhere } from '@/till/sharing/ordersElsewhere'
import { rulesFromKept, type CounterRules } from '@/core/settings/counterRules'
import { fail, ok, type ApprovalError, type Result, type TillError } from '@/core/errors'
import type { SellerV1, UserV1 } from '@/core/journal/events/saleV1'
import { TO_RECORD_ORDERS } from '@/core/people/approval'
import { NOBODY } from '@/core/people/user'
import {
  NOTHING_MET,
  shopNameOf,
  type ImportHow,
  type OrderImport,
  type OrderImportState,
} from '@/core/orders/orderImport'
import { type LineNames } from '@/core/orders/orderLines'
import type { OrderReader } from '@/prestashop/readOrders'
import type { Surroundings } from '@/prestashop/route'
import { rethrowUnlessDisk, writeFaultOf } from '@/storage/fault'
import { readRecord } from '@/storage/catalogue/heldShop'
import { keepOrderRun, readOrderState } from '@/storage/orders/orders'
import { approvalOf } from '@/storage/journal/refusals'
import { takeRightAlone } from '@/storage/people/approvals'
import { readSetting, type ShopConnection } from '@/storage/settings/settings'

export interface ImportOptions {
  connection: ShopConnection
  user: UserV1
  seller: SellerV1
  names: LineNames
  /** The first time: orders placed before this day are not recorded; another journal holds them. */
  fromDay: string
  how: ImportHow
  onProgress: (done: number) => void
}

/**
 * Records the shop's orders that changed since the last import: each paid order as a web sale, each
 * credit slip and cancellation as a refund, each sealed in a transaction of its own. Whatever stops
 * the import, sealed entries stay, and the next import resumes at the slice it had reached.
 */
export async function importOrders(
  context: TillContext,
  surroundings: Surroundings,
  options: ImportOptions,
): Promise<Result<OrderImport>> {
  if (isNumberedApart(context)) return fail({ code: 'orders-in-training' })
  const why = await readSellingEnded(context)
  if (why && options.how.kind !== 'look') return fail({ code: 'selling-ended', why })
  if (options.how.kind !== 'look') {
    const elsewhere = await ordersElsewhere(context)
    if (elsewhere) return fail({ code: 'orders-elsewhere', name: elsewhere.name })
  }
  if (options.how.kind === 'record') {
    const refusal = await refusalToRecord(context, options.user)
    if (refusal) return fail(refusal)
  }
  const shop = shopNameOf(options.connection.address)
  const done = await readAndRecord(context, surroundings, options, shop)
  if (options.how.kind !== 'look') await remember(context, shop, options.how, done)
  return done
}

/** Takes the right to record orders; the error when neither a role nor an approval gives it. */
async function refusalToRecord(
  { tillDb }: TillContext,
  user: UserV1,
): Promise<ApprovalError | undefined> {
  try {
    await takeRightAlone(tillDb, { user, ...TO_RECORD_ORDERS })
    return undefined
  } catch (error) {
    const refusal = approvalOf(error)
    if (!refusal) throw error
    return refusal
  }
}

/** Options of an automatic import: user, names and first day come from the last import by hand. */
export type AutomaticImportOptions = Pick<ImportOptions, 'connection' | 'seller' | 'onProgress'>

/**
 * The order import that follows a sync of the catalogue. It returns null and does nothing until the
 * owner has recorded the first orders by hand, when the owner switched it off, or in training.
 * Otherwise it records the orders that match the shop's total to the cent, and leaves the other
 * orders to the owner.
 */
export async function importOrdersByItself(
  context: TillContext,
  surroundings: Surroundings,
  options: AutomaticImportOptions,
): Promise<Result<OrderImport> | null> {
  const state = await readOrderState(context.tillDb, shopNameOf(options.connection.address))
  const { importsOrders } = await rulesOf(context)
  if (!state || !importsOrders || isNumberedApart(context)) return null
  // Another device of the shop records them.
  if ((await readSellingEnded(context)) || (await ordersElsewhere(context))) return null
  const { names, fromDay } = state
  const how: ImportHow = { kind: 'automatic' }
  return importOrders(context, surroundings, { ...options, user: NOBODY, names, fromDay, how })
}

async function readAndRecord(
  context: TillContext,
  surroundings: Surroundings,
  options: ImportOptions,
  shop: string,
): Promise<Result<OrderImport>> {
  const state = (await readOrderState(context.tillDb, shop)) ?? firstState(options)
  const { connection } = options
  const opened = await openShopOrders(
    surroundings,
    connection,
    await languageOf(context, connection),
  )
  if (!opened.ok) return opened
  try {
    const pass = new OrderReading(context, opened.value, {
      shop,
      state: { ...state, names: options.names },
      recorder: await openRecorder(context, options, shop, state, opened.value),
      isWriting: options.how.kind !== 'look',
      onProgress: options.onProgress,
    })
    const done = await pass.run()
    return done.ok ? ok(pass.outcome()) : done
  } catch (error) {
    return fail({ ...writeFaultOf(error), code: 'orders-not-written' })
  }
}

async function openRecorder(
  context: TillContext,
  { user, seller, names, how }: ImportOptions,
  shop: string,
  state: OrderImportState,
  { tables }: OrderReader,
): Promise<OrderRecorder> {
  const rules = await rulesOf(context)
  const papers = createSaleMaker({
    shop,
    knowledge: await readOrderKnowledge(context, tables),
    tenders: { ...rules, modules: state.met.modules },
    carriers: tables.carriers ?? state.met.carriers,
    orderCarriers: rules.orderCarriers,
    names,
    about: { user, seller, software: context.software },
  })
  return new OrderRecorder(context, {
    shop,
    fromDay: state.fromDay,
    how,
    papers,
    rules: { states: tables.states, owner: rules.orderStates },
    missingRights: tables.missingRights,
    knowsVoucherRules: tables.knowsVoucherRules,
  })
}

const rulesOf = async ({ tillDb }: TillContext): Promise<CounterRules> =>
  rulesFromKept(await readSetting(tillDb, 'counterRules'))

const firstState = ({ fromDay, names }: ImportOptions): OrderImportState => ({
  fromDay,
  names,
  readUntil: '',
  openIds: [],
  met: NOTHING_MET,
  cursor: null,
})

/**
 * Records how the import ended, for the owner to see later. Where the disk refuses even that, the
 * first error already says so.
 */
async function remember(
  context: TillContext,
  shop: string,
  how: ImportHow,
  done: Result<OrderImport>,
): Promise<void> {
  const error: TillError | null = done.ok ? null : done.error
  const outcome = done.ok ? { ...done.value, entries: {} } : null
  const isAutomatic = how.kind === 'automatic'
  try {
    await keepOrderRun(context.tillDb, shop, {
      at: context.now().at,
      isAutomatic,
      error,
      told: outcome,
    })
  } catch (failed) {
    rethrowUnlessDisk(failed)
  }
}

async function languageOf(context: TillContext, { languageId }: ShopConnection): Promise<number> {
  const state = await readRecord(context.catalogueDb, 'state')
  return languageId ?? state?.languageId ?? FIRST_LANGUAGE
}
