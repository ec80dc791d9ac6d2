import type { UserV1, SellerV1, SoftwareV1 } from '@/core/journal/events/saleV1'
import type { OrderError, Result } from '@/core/errors'
import { deliveryOfOrder, type ShopCarrier } from '@/core/orders/orderDelivery'
import type { LineNames, OrderKnowledge } from '@/core/orders/orderLines'
import { proveOrder, type OrderProof } from '@/core/orders/orderProof'
import { salesOfOrder } from '@/core/orders/orderSale'
import { paymentsDifferCents, tendersOfOrder, type WebTenderRules } from '@/core/orders/orderTender'
import type { ShopOrder } from '@/core/orders/shopOrder'
import type { UnnumberedSale } from '@/core/payment/settle'
import type { DeliveryMethod } from '@/core/ticket/ticket'
import type { OrderSlice } from '@/prestashop/readOrders'

/** Everything an order's sale is made from, beside the order itself. */
export interface SaleMakerOptions {
  shop: string
  knowledge: OrderKnowledge
  tenders: WebTenderRules
  carriers: readonly ShopCarrier[]
  orderCarriers: Readonly<Record<string, DeliveryMethod>>
  names: LineNames
  about: { user: UserV1; seller: SellerV1; software: SoftwareV1 }
}

export interface SaleMaker {
  about: SaleMakerOptions['about']
  /** Several when the order leaves open what a voucher was taken off. */
  salesOf: (order: ShopOrder, slice: OrderSlice) => Result<UnnumberedSale[], OrderError>
  proofOf: (order: ShopOrder, sale: UnnumberedSale) => OrderProof
  paymentsDifferCents: (order: ShopOrder, slice: OrderSlice) => number | null
}

/** Makes sales from orders, in the same way for an import and for the doctor. */
export function createSaleMaker(options: SaleMakerOptions): SaleMaker {
  const { shop, knowledge, tenders, carriers, orderCarriers, names, about } = options
  const paymentsOf = ({ reference }: ShopOrder, { payments }: OrderSlice) =>
    payments && (payments.get(reference) ?? [])
  return {
    about,
    salesOf: (order, slice) =>
      salesOfOrder(order, slice.vouchers && (slice.vouchers.get(order.orderId) ?? []), knowledge, {
        ...about,
        shop,
        names,
        tenders: tendersOfOrder(
          order,
          paymentsOf(order, slice),
          tenders,
          slice.totals.get(order.reference),
        ),
        delivery: deliveryOfOrder(order, carriers, orderCarriers),
        customerId: '',
      }),
    proofOf: (order, sale) => proveOrder(order, sale, knowledge),
    paymentsDifferCents: (order, slice) =>
      paymentsDifferCents(order, paymentsOf(order, slice), slice.totals.get(order.reference)),
  }
}
