import { billedRate } from './billedRate'
import { articleIdOf, type Billed, type ShopOrder, type ShopOrderRow } from './shopOrder'
import { fail, ok, type OrderError, type Result } from '@/core/errors'
import { centsFromMicros } from '@/core/money'
import type { VatRate } from '@/core/vat'

/** What is known beside the order itself; each may be missing with a narrower key. */
export interface OrderKnowledge {
  /** Rates of the shop's taxes, by their id. */
  taxRates: ReadonlyMap<number, VatRate>
  /** Rate and department of an article of the catalogue; undefined for one it does not hold. */
  articleOf: (
    articleId: string,
  ) => { vatRate: VatRate | null; department: string; name: string } | undefined
  /** Rates that may be billed, the owner's own among them. */
  knownRates: readonly VatRate[]
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
  /** Eco-participation of one, with VAT. */
  ecotaxCents: number
  vatRate: VatRate
  grossCents: number
  netCents: number
}

/**
 * The lines of an order: its rows, then its shipping and wrapping, which PrestaShop keeps on
 * the order itself. Together they come to the order's total before discounts, to the cent.
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

/** What a row comes to, where the shop does not tell it: 1 rounds each item, else the line. */
function roundedTotal({ unit, quantity }: ShopOrderRow, roundType: number): Billed {
  const times = (micros: number) =>
    roundType === 1 ? centsFromMicros(micros) * 10_000 * quantity : micros * quantity
  return { grossMicros: times(unit.grossMicros), netMicros: times(unit.netMicros) }
}

/**
 * A shop that rounds the total alone leaves cents between the lines: the dearest takes them.
 * Undefined where more is missing than rounding leaves: a row is missing or was edited.
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

/** Names that only the till gives, in the language of its papers. */
export interface LineNames {
  shipping: string
  wrapping: string
  voucher: string
}
