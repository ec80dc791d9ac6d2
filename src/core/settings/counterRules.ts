import { USUAL_ACCOUNTS, type Accounts } from '@/core/reports/accounts'
import type { StateMeaning } from '@/core/orders/orderState'
import type { LabelFormat } from '@/core/scanning/inStore'
import type { ShippingRule } from '@/core/ticket/shipping'
import type { PaymentMethod } from '@/core/payment/tender'
import type { DeliveryMethod } from '@/core/ticket/ticket'

/** The owner's settings for selling at the counter. Every change leaves a trace (R4). */
export interface CounterRules {
  tenderMeans: PaymentMethod[]
  /** Most that one ticket may take in meal vouchers. */
  mealVoucherCeilingCents: number
  /** Departments whose articles meal vouchers may pay, including their sub-departments. */
  mealVoucherDepartments: string[]
  shippingRule: ShippingRule
  /** Shipping article that each delivery method adds by itself. */
  deliveryArticles: Partial<Record<DeliveryMethod, string>>
  /** Whether receipts print the reasons of discounts and changed prices. */
  printsReasons: boolean
  /** Largest quantity typed on a keyboard that is not asked once more. */
  mostUnaskedPieces: number
  /** Layout of the scale's labels, by prefix. */
  labelFormats: LabelFormat[]
  /** Accounts for the accountant. */
  accounts: Accounts
  /** Meaning of online order states, by state id, where the owner changed the shop's. */
  orderStates: Readonly<Record<string, StateMeaning>>
  /** Payment method of each payment module of the online shop, by the module's name. */
  orderTenders: Readonly<Record<string, string>>
  /** Delivery method of each carrier of the online shop, by reference id. */
  orderCarriers: Readonly<Record<string, DeliveryMethod>>
  /** Online orders are recorded at each sync, once the owner has agreed to the first import. */
  importsOrders: boolean
}

/** A rule that earlier versions stored; it is one of the rights today (`rightsFromKept`). */
export interface OldRules {
  /** Largest discount without a manager's approval, in hundredths of a percent. */
  maxDiscountRate?: number
}

/**
 * Usual settings of a shop in France: accounts of the general chart (R22), meal vouchers up to 25 €
 * a day (code du travail, art. R3262-10), shipping that follows the VAT of the goods.
 */
export const USUAL_RULES: CounterRules = {
  tenderMeans: [
    { meansId: 'cash', kind: 'cash', name: '', account: '530', isOn: true },
    { meansId: 'card', kind: 'card', name: '', account: '511', isOn: true },
    { meansId: 'cheque', kind: 'cheque', name: '', account: '5112', isOn: true },
    { meansId: 'meal-voucher', kind: 'meal-voucher', name: '', account: '5115', isOn: false },
    { meansId: 'transfer', kind: 'transfer', name: '', account: '512', isOn: true },
  ],
  mealVoucherCeilingCents: 2_500,
  mealVoucherDepartments: [],
  shippingRule: 'follows-goods',
  deliveryArticles: {},
  printsReasons: false,
  mostUnaskedPieces: 20,
  labelFormats: [],
  accounts: USUAL_ACCOUNTS,
  orderStates: {},
  orderTenders: {},
  orderCarriers: {},
  importsOrders: true,
}

/**
 * Stored settings, completed with the usual value of any setting that an earlier version did not
 * have.
 */
export const rulesFromKept = (kept: Partial<CounterRules> | undefined): CounterRules => ({
  ...USUAL_RULES,
  ...kept,
})
