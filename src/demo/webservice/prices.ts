import { findRow, rowsOf, type Row, type ShopData } from './shopData'

/** PrestaShop: without a group it prices for customers, id 3, not for visitors, id 1. */
const CUSTOMER_GROUP = '3'
const NO_DATE = '0000-00-00 00:00:00'

interface PriceOptions {
  useTax: boolean
  decimals: number
  useReduction: boolean
  useEcotax: boolean
  onlyReduction: boolean
  quantity: number
  /** The combination whose impact counts: the default one where none is asked. */
  combinationId: number
  /** PrestaShop: no reduction of the default combination alone applies where none is asked. */
  askedCombinationId: number
  groupId: string
  countryId: number
}

/**
 * A computed price, as `price[name][…]` requests it: base price, impact of the combination,
 * specific price, ecotax and VAT. A combination of another product gives 0.000000
 * (products-price-per-combination-json).
 */
export function computedPrice(
  data: ShopData,
  product: Row,
  asked: Record<string, string>,
  now: string,
): string {
  const options = readOptions(data, product, asked)
  const combination = options.combinationId
    ? findRow(data, 'combinations', options.combinationId)
    : undefined
  if (options.combinationId && Number(combination?.fields.id_product) !== product.id) {
    return '0.000000'
  }

  const rate = options.useTax ? vatRate(data, product, options.countryId) : 0
  const specific = bestSpecificPrice(data, product, options, now)
  const { price, reduction } = priceOf(product, combination, specific, rate, options)
  const asking = options.onlyReduction ? reduction : price - (options.useReduction ? reduction : 0)
  const whole = options.onlyReduction
    ? asking
    : asking + (options.useEcotax ? ecotax(product, combination) * (1 + rate) : 0)
  return round(Math.max(0, whole), options.decimals).toFixed(6)
}

function readOptions(data: ShopData, product: Row, asked: Record<string, string>): PriceOptions {
  const flag = (name: string, otherwise: boolean) =>
    asked[name] === undefined ? otherwise : asked[name] === '1'
  return {
    useTax: flag('use_tax', true),
    decimals: Number(asked.decimals ?? data.roundingMode),
    useReduction: flag('use_reduction', true),
    useEcotax: flag('use_ecotax', data.usesEcotax),
    onlyReduction: flag('only_reduction', false),
    quantity: Number(asked.quantity ?? 1),
    combinationId: Number(asked.product_attribute ?? product.fields.id_default_combination ?? 0),
    askedCombinationId: Number(asked.product_attribute ?? 0),
    groupId: asked.group ?? CUSTOMER_GROUP,
    countryId: Number(asked.country ?? data.countryId),
  }
}

function priceOf(
  product: Row,
  combination: Row | undefined,
  specific: Row | undefined,
  rate: number,
  options: PriceOptions,
): { price: number; reduction: number } {
  const fixed = Number(specific?.fields.price ?? -1)
  const base = fixed >= 0 ? fixed : Number(product.fields.price)
  const net = base + Number(combination?.fields.price ?? 0)
  const price = net * (1 + rate)
  if (!specific) return { price, reduction: 0 }

  const amount = Number(specific.fields.reduction)
  if (specific.fields.reduction_type === 'percentage') return { price, reduction: price * amount }
  const isTaxIncluded = String(specific.fields.reduction_tax) === '1'
  if (isTaxIncluded === options.useTax) return { price, reduction: amount }
  const fullRate = 1 + rate
  return { price, reduction: isTaxIncluded ? amount / fullRate : amount * fullRate }
}

/** VAT of the product's group in a country; 0 when the group is gone, closed or has no rule. */
export function vatRate(data: ShopData, product: Row, countryId: number): number {
  const groupId = Number(product.fields.id_tax_rules_group)
  const group = findRow(data, 'tax_rule_groups', groupId)
  if (!group || String(group.fields.active) !== '1' || String(group.fields.deleted) === '1')
    return 0
  const rule = rowsOf(data, 'tax_rules').find(
    row =>
      Number(row.fields.id_tax_rules_group) === groupId &&
      Number(row.fields.id_country) === countryId,
  )
  const tax = rule && findRow(data, 'taxes', Number(rule.fields.id_tax))
  return tax && String(tax.fields.active) === '1' ? Number(tax.fields.rate) / 100 : 0
}

function ecotax(product: Row, combination: Row | undefined): number {
  const own = Number(combination?.fields.ecotax ?? 0)
  return own > 0 ? own : Number(product.fields.ecotax ?? 0)
}

/** The specific price that applies: combination first, then quantity, then group. */
function bestSpecificPrice(
  data: ShopData,
  product: Row,
  options: PriceOptions,
  now: string,
): Row | undefined {
  const isAny = (value: unknown, wanted: number | string) =>
    String(value) === '0' || String(value) === String(wanted)
  const applying = rowsOf(data, 'specific_prices').filter(
    ({ fields }) =>
      Number(fields.id_product) === product.id &&
      isAny(fields.id_product_attribute, options.askedCombinationId) &&
      isAny(fields.id_group, options.groupId) &&
      isAny(fields.id_country, options.countryId) &&
      Number(fields.from_quantity) <= options.quantity &&
      isNow(String(fields.from), String(fields.to), now),
  )
  const weight = ({ fields }: Row) =>
    Number(fields.id_product_attribute !== '0') * 1e6 +
    Number(fields.from_quantity) * 1e3 +
    Number(String(fields.id_country) !== '0') * 4 +
    Number(String(fields.id_group) !== '0') * 2
  return applying.toSorted((a, b) => weight(b) - weight(a))[0]
}

const isNow = (from: string, to: string, now: string) =>
  (from === NO_DATE || from <= now) && (to === NO_DATE || to >= now)

/** Rounds as PHP does: a half away from zero, ignoring the last bits of a binary float. */
function round(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return Math.round(Number((value * factor).toPrecision(15))) / factor
}
