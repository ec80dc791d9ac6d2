import { shallowRef } from 'vue'
import type { Customer } from '@/core/customers/customer'
import type { TillContext } from '@/till/context'
import { readBuyers } from '@/till/customers/customers'
import { listDebts, type ShopDebt } from '@/till/payment/payDebt'

/** All debts of the shop, with who owes them; a customer who was erased is missing. */
export function useDebtList(context: TillContext) {
  const debts = shallowRef<ShopDebt[]>([])
  const debtors = shallowRef<ReadonlyMap<string, Customer>>(new Map())

  async function list(): Promise<void> {
    const listed = await listDebts(context)
    const sales = listed.map(({ sale }) => sale)
    const buyers = await readBuyers(context, sales)
    debts.value = listed
    debtors.value = buyers
  }

  return { debts, debtors, list }
}
