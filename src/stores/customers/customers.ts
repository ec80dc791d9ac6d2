import { until } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { usePeopleStore } from '@/stores/people/people'
import { useUndoStore } from '@/stores/ticket/undo'
import { useParkingStore } from '@/stores/ticket/parking'
import { useTicketStore } from '@/stores/ticket/ticket'
import { useContext } from '@/stores/useContext'
import {
  findCustomers,
  indexCustomer,
  lookalikes as lookalikesAmong,
  sortIndex,
  type Customer,
  type CustomerFields,
  type IndexedCustomer,
} from '@/core/customers/customer'
import type { CustomerError, Result } from '@/core/errors'
import {
  eraseCustomer,
  findCustomer,
  keepCustomer,
  listCustomers,
  listPurchases,
  type Purchase,
} from '@/till/customers/customers'

/** Customers of the shop, the customer on the ticket, and the customer whose sheet is open. */
export const useCustomersStore = defineStore('customers', () => {
  const context = useContext()
  const payment = usePaymentPhaseStore()
  const people = usePeopleStore()
  const ticket = useTicketStore()
  const parking = useParkingStore()
  const lastAction = useUndoStore()

  /** Read at the first search for a customer, never at the start. */
  const index = shallowRef<IndexedCustomer[]>([])
  let loading: Promise<void> | undefined
  const onTicket = shallowRef<Customer | null>(null)
  let openedId: string | undefined
  const opened = shallowRef<Customer | null>(null)
  const purchases = shallowRef<Purchase[]>([])
  const problem = shallowRef<CustomerError | null>(null)
  const customers = computed(() => index.value.map(({ customer }) => customer))

  watch(
    () => ticket.ticket.customerId,
    async customerId => {
      if (customerId === onTicket.value?.customerId) return
      onTicket.value = null
      if (customerId === null) return
      const customer = await findCustomer(context, customerId)
      if (ticket.ticket.customerId === customerId) onTicket.value = customer
    },
    { immediate: true },
  )

  function load(): Promise<void> {
    loading ??= readAll().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }

  async function readAll(): Promise<void> {
    const read: IndexedCustomer[] = []
    for await (const some of listCustomers(context)) read.push(...some.map(indexCustomer))
    index.value = sortIndex(read)
  }

  const find = (query: string) => findCustomers(index.value, query)

  const lookalikes = (fields: CustomerFields, exceptId: string | null) =>
    lookalikesAmong(customers.value, fields, exceptId)

  /**
   * Stores a new customer, or changes of a known one; null when it was not stored: `problem` says
   * why.
   */
  async function keep(fields: CustomerFields, known: Customer | null): Promise<Customer | null> {
    await load()
    const kept = settle(await keepCustomer(context, fields, known))
    if (!kept) return null
    const others = index.value.filter(({ customer }) => customer.customerId !== kept.customerId)
    index.value = sortIndex([...others, indexCustomer(kept)])
    if (onTicket.value?.customerId === kept.customerId) onTicket.value = kept
    if (opened.value?.customerId === kept.customerId) opened.value = kept
    return kept
  }

  function putOnTicket(customer: Customer | null): void {
    ticket.change(now => ({ ...now, customerId: customer?.customerId ?? null }))
    if (ticket.ticket.customerId === customer?.customerId) onTicket.value = customer
  }

  /** Erases a customer everywhere except in sealed entries; the offer to undo is dropped too. */
  async function erase(customerId: string): Promise<boolean> {
    const by = await people.approve({ permission: 'customers-erase' }, { customerId })
    if (!by || !settle(await eraseCustomer(context, people.current, customerId))) return false
    index.value = index.value.filter(({ customer }) => customer.customerId !== customerId)
    opened.value = null
    // A sale that is being sealed keeps its ticket; a ticket that is left after it forgets the
    // customer too.
    await until(() => payment.isSealing).toBe(false)
    if (ticket.ticket.customerId === customerId) putOnTicket(null)
    parking.forgetCustomer(customerId)
    lastAction.forget()
    return true
  }

  /** The customer with this id; null where there is none, or the customer was erased. */
  const read = (customerId: string) => findCustomer(context, customerId)

  /** Opens a customer's sheet; a sheet opened meanwhile takes precedence. */
  async function open(customerId: string): Promise<void> {
    openedId = customerId
    opened.value = null
    problem.value = null
    const [customer, bought] = await Promise.all([
      read(customerId),
      listPurchases(context, customerId),
    ])
    if (customerId !== openedId) return
    purchases.value = bought
    opened.value = customer
  }

  function settle<Value>(result: Result<Value, CustomerError>): Value | null {
    problem.value = result.ok ? null : result.error
    return result.ok ? result.value : null
  }

  return {
    customers,
    onTicket,
    opened,
    purchases,
    problem,
    load,
    find,
    read,
    lookalikes,
    keep,
    putOnTicket,
    erase,
    open,
  }
})
