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
  parameters: Record<string, string>,
  now: string,
): string {
  const options = readOptions(data, product, parameters)
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
  return round(Math.max(0, asking), options.decimals).toFixed(6)
}

function readOptions(
  data: ShopData,
  product: Row,
  parameters: Record<string, string>,
): PriceOptions {
  const flag = (name: string, otherwise: boolean) =>
    parameters[name] === undefined ? otherwise : parameters[name] === '1'
  return {
    useTax: flag('use_tax', true),
    decimals: Number(parameters.decimals ?? data.roundingMode),
    useReduction: flag('use_reduction', true),
    useEcotax: flag('use_ecotax', data.usesEcotax),
    onlyReduction: flag('only_reduction', false),
    quantity: Number(parameters.quantity ?? 1),
    combinationId: Number(
      parameters.product_attribute ?? product.fields.id_default_combination ?? 0,
    ),
    askedCombinationId: Number(parameters.product_attribute ?? 0),
    groupId: parameters.group ?? CUSTOMER_GROUP,
    countryId: Number(parameters.country ?? data.countryId),
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
  // PrestaShop: a fixed price of one combination takes the place of its own part, too.
  const isWhole = fixed >= 0 && String(specific?.fields.id_product_attribute) !== '0'
  const net = base + (isWhole ? 0 : Number(combination?.fields.price ?? 0))
  // A reduction in percent is taken from the ecotax as well.
  const added = options.useEcotax ? ecotax(product, combination) : 0
  const price = (net + added) * (1 + rate)
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

/** The specific price that applies. */
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
  return applying.toSorted((a, b) => inOrder(rankOf(b, data), rankOf(a, data)))[0]
}

/**
 * Rank as PrestaShop sorts: combination, quantity, no rule, priorities, end, beginning. Dates are
 * compared as they are stored, so that a passing promotion comes before a lasting one.
 */
function rankOf({ fields }: Row, data: ShopData): (number | string)[] {
  const priorities = rowsOf(data, 'configurations').find(
    row => row.fields.name === 'PS_SPECIFIC_PRICE_PRIORITIES',
  )
  const order = String(priorities?.fields.value ?? 'id_shop;id_currency;id_country;id_group')
  const score = order
    .split(';')
    .toReversed()
    .reduce(
      (sum, field, index) => sum + (String(fields[field] ?? '0') === '0' ? 0 : 2 ** (index + 1)),
      0,
    )
  const own = [fields.id_product_attribute, fields.from_quantity].map(Number)
  const rule = -Number(fields.id_specific_price_rule ?? 0)
  return [...own, rule, score, String(fields.to), String(fields.from)]
}

function inOrder(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  const [x, y] = [a[at] ?? 0, b[at] ?? 0]
  return at === -1 ? 0 : x < y ? -1 : 1
}

/** PrestaShop compares with the minute, not the second. */
function isNow(from: string, to: string, now: string): boolean {
  const minute = `${now.slice(0, 16)}:00`
  return (from === NO_DATE || from <= minute) && (to === NO_DATE || to >= minute)
}

/** Rounds as PHP does: a half away from zero, ignoring the last bits of a binary float. */
function round(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return Math.round(Number((value * factor).toPrecision(15))) / factor
}
