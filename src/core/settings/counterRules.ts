import { USUAL_ACCOUNTS, type Accounts } from '@/core/reports/accounts'
import type { StateMeaning } from '@/core/orders/orderState'
import type { LabelFormat } from '@/core/scanning/inStore'
import type { ShippingRule } from '@/core/ticket/shipping'
import type { PaymentMethod } from '@/core/payment/tender'
import type { DeliveryMethod } from '@/core/ticket/ticket'

/** What the owner decided of selling at the counter. Each change of it leaves a trace (R4). */
export interface CounterRules {
  tenderMeans: PaymentMethod[]
  /** Most that one ticket may take in meal vouchers. */
  mealVoucherCeilingCents: number
  /** Departments whose articles meal vouchers may pay, and those below them. */
  mealVoucherDepartments: string[]
  shippingRule: ShippingRule
  /** Article of shipping that a way of delivery adds by itself. */
  deliveryArticles: Partial<Record<DeliveryMethod, string>>
  /** Most that may be taken off without a manager, in hundredths of a percent. */
  maxDiscountRate: number
  /** Whether receipts say why something was taken off or another price asked. */
  printsReasons: boolean
  /** How the labels of the shop's scale are written, by prefix. */
  labelFormats: LabelFormat[]
  /** Where the accountant books what was sold. */
  accounts: Accounts
  /** What states of online orders mean, by their id, where it is not what the shop says. */
  orderStates: Readonly<Record<string, StateMeaning>>
  /** Means of payment that modules of the online shop stand for, by their name. */
  orderTenders: Readonly<Record<string, string>>
  /** How goods leave with carriers of the online shop, by their reference. */
  orderCarriers: Readonly<Record<string, DeliveryMethod>>
  /** Online orders are recorded with each sync, once the owner has agreed to the first ones. */
  importsOrders: boolean
}

/**
 * As a shop in France usually has it: accounts of the general chart (R22), meal vouchers up to
 * 25 € a day (code du travail, art. R3262-10), shipping that follows the goods.
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
  maxDiscountRate: 10_000,
  printsReasons: false,
  labelFormats: [],
  accounts: USUAL_ACCOUNTS,
  orderStates: {},
  orderTenders: {},
  orderCarriers: {},
  importsOrders: true,
}

/** Rules as kept, with the usual ones for what an earlier version did not know. */
export const rulesFromKept = (kept: Partial<CounterRules> | undefined): CounterRules => ({
  ...USUAL_RULES,
  ...kept,
})
