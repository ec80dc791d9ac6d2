/** A voucher of a simulated shop, as its back office makes it. */
export interface DemoVoucher {
  /** Id of its rule in the shop. */
  ruleId: number
  name: string
  percent?: number
  amountCents?: number
  /** Whether the amount includes VAT; it does unless told otherwise. */
  isWithoutVat?: boolean
  /** The one article it applies to, the cheapest piece, or a selection; else all goods. */
  of?: { productId: number } | 'cheapest' | { selection: readonly number[] }
  giftProductId?: number
  isFreeShipping?: boolean
  /** Its rule was deleted from the shop since. */
  isRuleGone?: boolean
}

/** A row of a cart: unit and total, in the currency's units, as PrestaShop rounds them. */
export interface CartRow {
  productId: number
  quantity: number
  gross: number
  net: number
}

/** What a voucher takes off, with VAT and without, in the currency's units. */
export interface VoucherValue {
  gross: number
  net: number
}

/**
 * What each voucher takes off a cart, and off which row: PrestaShop's own calculation
 * (CartRuleCalculator from 1.7 on, CartRule::getContextualValue before). One after the other, each
 * over what the earlier ones left.
 */
export function applyVouchers(
  rows: readonly CartRow[],
  shipping: VoucherValue,
  vouchers: readonly DemoVoucher[],
  version: string,
): { values: VoucherValue[]; left: VoucherValue[] } {
  const left = rows.map(({ gross, net }) => ({ gross, net }))
  const values = vouchers.map(voucher => {
    const value = { gross: 0, net: 0 }
    const takeOff = (index: number, gross: number, net: number) => {
      const row = left[index]
      if (!row) return
      row.gross -= gross
      row.net -= net
      value.gross += gross
      value.net += net
    }
    if (voucher.isFreeShipping) {
      value.gross += shipping.gross
      value.net += shipping.net
    }
    rows.forEach(({ productId, quantity, gross, net }, index) => {
      if (productId === voucher.giftProductId) takeOff(index, gross / quantity, net / quantity)
    })
    const concerned = concernedRows(voucher, rows)
    if (voucher.percent !== undefined) {
      const share = voucher.percent / 100
      for (const index of concerned) {
        const { quantity = 1 } = rows[index] ?? {}
        const pieces = voucher.of === 'cheapest' ? quantity : 1
        const { gross, net } = left[index] ?? { gross: 0, net: 0 }
        takeOff(index, (gross * share) / pieces, (net * share) / pieces)
      }
    }
    takeAmount(voucher, concerned, left, takeOff)
    return version.startsWith('1.6') ? roundedOf16(value, voucher, rows) : value
  })
  return { values, left }
}

function concernedRows({ of }: DemoVoucher, rows: readonly CartRow[]): number[] {
  const all = rows.map((_row, index) => index)
  if (of === undefined) return all
  if (of === 'cheapest') {
    const prices = rows.map(({ gross, quantity }) => gross / quantity)
    return [prices.indexOf(Math.min(...prices))]
  }
  const ids = 'selection' in of ? of.selection : [of.productId]
  return all.filter(index => ids.includes(rows[index]?.productId ?? 0))
}

/** An amount, weighted over the rows by their prices, at most what they cost. */
function takeAmount(
  { amountCents = 0, isWithoutVat = false }: DemoVoucher,
  concerned: readonly number[],
  left: readonly VoucherValue[],
  takeOff: (index: number, gross: number, net: number) => void,
): void {
  const key = isWithoutVat ? 'net' : 'gross'
  const total = concerned.reduce((sum, index) => sum + (left[index]?.[key] ?? 0), 0)
  if (amountCents === 0 || total === 0) return
  const share = Math.min(1, amountCents / 100 / total)
  const shares = concerned.map(index => [index, { ...left[index] }] as const)
  for (const [index, { gross = 0, net = 0 }] of shares) takeOff(index, gross * share, net * share)
}

/** PrestaShop 1.6 takes an amount off all goods at their average rate, to a tenth of a percent. */
function roundedOf16(
  value: VoucherValue,
  { amountCents, of, isWithoutVat }: DemoVoucher,
  rows: readonly CartRow[],
): VoucherValue {
  const sum = (what: 'gross' | 'net') => rows.reduce((all, row) => all + row[what], 0)
  const average = Math.round(((sum('gross') - sum('net')) / sum('net')) * 1000) / 1000
  const isAveraged = amountCents !== undefined && of === undefined && !isWithoutVat
  const net = isAveraged ? value.gross / (1 + average) : value.net
  return { gross: Math.round(value.gross * 100) / 100, net: Math.round(net * 100) / 100 }
}
