import { billedRate } from './billedRate'
import type { OrderCurrencies } from './orderCurrency'
import { articleIdOf, type Billed, type ShopOrder, type ShopOrderRow } from './shopOrder'
import { fail, ok, type OrderError, type Result } from '@/core/errors'
import { centsFromMicros } from '@/core/money'
import type { VatRate } from '@/core/vat'

/**
 * What the till knows besides the order itself. Each part may be missing when the key has fewer
 * rights.
 */
export interface OrderKnowledge {
  /** Rates of the shop's taxes, by tax id. */
  taxRates: ReadonlyMap<number, VatRate>
  /** Rate, department and name of an article; undefined when the catalogue does not hold it. */
  articleOf: (
    articleId: string,
  ) => { vatRate: VatRate | null; department: string; name: string } | undefined
  /** Rates that may be billed, including those the owner added. */
  knownRates: readonly VatRate[]
  /** The shop's currencies; missing when the order is known to be in euros. */
  currencies?: OrderCurrencies
}

/** A line of an order before discounts. */
export interface OrderLine {
  kind: 'goods' | 'shipping' | 'wrapping'
  articleId: string
  name: string
  reference: string
  department: string
  quantity: number
  unitPriceCents: number
  /** Eco-participation of one piece, with VAT. */
  ecotaxCents: number
  vatRate: VatRate
  grossCents: number
  netCents: number
}

/**
 * The lines of an order: its rows, then shipping and wrapping, which PrestaShop keeps on the order
 * itself. The lines add up to the order's total before discounts, to the cent; fails when the
 * shop's rows and totals disagree by more than rounding.
 */
export function orderLines(
  order: ShopOrder,
  knowledge: OrderKnowledge,
  names: Pick<LineNames, 'shipping' | 'wrapping'>,
): Result<OrderLine[], OrderError> {
  const rows = order.rows.map(row => goodsLine(row, order, knowledge))
  const { grossCents, netCents } = inCents(order.goods)
  const gross = settleRounding(rows, 'grossCents', grossCents)
  const goods = gross && settleRounding(gross, 'netCents', netCents)
  if (!goods) {
    const differenceCents = grossCents - rows.reduce((sum, line) => sum + line.grossCents, 0)
    return fail({ code: 'order-totals-disagree', reference: order.reference, differenceCents })
  }
  const rates = goods.map(({ vatRate }) => vatRate)
  const besides = [
    besideLine('shipping', names.shipping, order.shipping, [order.carrierVatRate, ...rates]),
    besideLine('wrapping', names.wrapping, order.wrapping, rates),
  ].flatMap(line => line ?? [])
  return ok([...goods, ...besides])

  function besideLine(
    kind: 'shipping' | 'wrapping',
    name: string,
    billed: Billed,
    candidates: VatRate[],
  ): OrderLine | undefined {
    const cents = inCents(billed)
    if (cents.grossCents === 0) return undefined
    return {
      kind,
      articleId: '',
      name,
      reference: '',
      department: name,
      quantity: 1,
      unitPriceCents: cents.grossCents,
      ecotaxCents: 0,
      vatRate: billedRate(billed, candidates, knowledge.knownRates),
      ...cents,
    }
  }
}

function goodsLine(row: ShopOrderRow, order: ShopOrder, knowledge: OrderKnowledge): OrderLine {
  const articleId = articleIdOf(row)
  const article = knowledge.articleOf(articleId)
  const taxes = row.taxIds.flatMap(id => knowledge.taxRates.get(id) ?? [])
  const rates = taxes.length > 0 ? [taxes.reduce((sum, rate) => sum + rate, 0)] : []
  const ofArticle = article?.vatRate ?? null
  return {
    kind: 'goods',
    articleId,
    name: row.name,
    reference: row.reference,
    department: article?.department ?? '',
    quantity: row.quantity,
    unitPriceCents: centsFromMicros(row.unit.grossMicros),
    ecotaxCents: centsFromMicros(row.ecotaxMicros),
    vatRate: billedRate(
      row.unit,
      ofArticle === null ? rates : [...rates, ofArticle],
      knowledge.knownRates,
    ),
    ...inCents(row.total ?? roundedTotal(row, order.roundType)),
  }
}

/**
 * The total of a row when the shop does not give it. Round type 1 rounds each item, any other the
 * line.
 */
function roundedTotal({ unit, quantity }: ShopOrderRow, roundType: number): Billed {
  const times = (micros: number) =>
    roundType === 1 ? centsFromMicros(micros) * 10_000 * quantity : micros * quantity
  return { grossMicros: times(unit.grossMicros), netMicros: times(unit.netMicros) }
}

/**
 * Adjusts the lines to the order's total. A shop that rounds only the total leaves cents between
 * the lines and their sum; the dearest line takes them. Undefined when more is missing than
 * rounding can explain: a row is missing or was edited.
 */
function settleRounding(
  lines: readonly OrderLine[],
  what: 'grossCents' | 'netCents',
  totalCents: number,
): OrderLine[] | undefined {
  const missing = totalCents - lines.reduce((sum, line) => sum + line[what], 0)
  const pieces = lines.reduce((sum, line) => sum + line.quantity, 0)
  if (Math.abs(missing) > pieces + lines.length) return undefined
  const dearest = [...lines].sort((a, b) => b[what] - a[what])[0]
  return lines.map(line => (line === dearest ? { ...line, [what]: line[what] + missing } : line))
}

const inCents = ({ grossMicros, netMicros }: Billed) => ({
  grossCents: centsFromMicros(grossMicros),
  netCents: centsFromMicros(netMicros),
})

/** Names of lines that only the till adds, in the language of its documents. */
export interface LineNames {
  shipping: string
  wrapping: string
  voucher: string
}
