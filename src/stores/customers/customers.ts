import { until } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
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
  type CustomerField,
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

/** Customers of the shop, the one on the ticket, and the one whose sheet is open. */
export const useCustomersStore = defineStore('customers', () => {
  const context = useContext()
  const payment = usePaymentPhaseStore()
  const ticket = useTicketStore()
  const parking = useParkingStore()
  const lastAction = useUndoStore()

  /** Read when customers are first looked for, never at the start. */
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

  /** Keeps a new customer, or what changed of a known one; null says `problem` why not. */
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

  /** Erases a customer everywhere but in what is sealed; what could be undone forgets them too. */
  async function erase(customerId: string): Promise<boolean> {
    if (!settle(await eraseCustomer(context, customerId))) return false
    index.value = index.value.filter(({ customer }) => customer.customerId !== customerId)
    opened.value = null
    // A sale that is being sealed keeps its ticket; what it may leave of it forgets them too.
    await until(() => payment.isSealing).toBe(false)
    if (ticket.ticket.customerId === customerId) putOnTicket(null)
    parking.forgetCustomer(customerId)
    lastAction.forget()
    return true
  }

  /** The customer of an id; null for nobody, or for whom was erased. */
  const read = (customerId: string) => findCustomer(context, customerId)

  /** Opens a sheet; one that is opened meanwhile goes before. */
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

  /** Files to hand over; what makes them is read only then. */
  const exportAll = async (heads: Record<CustomerField, string> | null) => {
    const files = await import('@/till/customers/exportCustomers')
    return heads ? files.exportCustomersAsCsv(context, heads) : files.exportCustomersAsJson(context)
  }

  const exportOne = async (customerId: string) => {
    const files = await import('@/till/customers/exportCustomers')
    return files.exportCustomer(context, customerId)
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
    exportAll,
    exportOne,
  }
})
