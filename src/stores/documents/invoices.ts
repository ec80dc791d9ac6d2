import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useSettingsStore } from '@/stores/settings/settings'
import { useContext } from '@/stores/useContext'
import type { CustomerError } from '@/core/errors'
import type { InvoicedCustomerV1 } from '@/core/journal/events/saleV1'
import type { InvoiceEntry } from '@/core/documents/invoice'
import type { SaleEntry } from '@/core/journal/journal'
import { findCredited, findInvoice, invoiceSale, listInvoices } from '@/till/documents/invoiceSale'

const INVOICES_AT_ONCE = 50

/** Invoices and credit notes: all of them, and the invoice of the open sale. */
export const useInvoicesStore = defineStore('invoices', () => {
  const context = useContext()
  const people = usePeopleStore()
  const settings = useSettingsStore()
  const invoices = shallowRef<InvoiceEntry[]>([])
  const hasMore = shallowRef(false)
  /** Null until it is made. */
  const current = shallowRef<InvoiceEntry | null>(null)
  /** Invoices of the goods that the open sale gives back. */
  const credited = shallowRef<InvoiceEntry[]>([])
  const problem = shallowRef<CustomerError | null>(null)

  let openedSale: SaleEntry | undefined

  /** Looks for the invoice of a sale; a sale opened meanwhile takes precedence. */
  async function open(sale: SaleEntry): Promise<void> {
    openedSale = sale
    current.value = null
    credited.value = []
    problem.value = null
    const [made, corrected] = await Promise.all([
      findInvoice(context, sale),
      findCredited(context, sale),
    ])
    if (sale !== openedSale) return
    current.value = made
    credited.value = corrected
  }

  /** Makes and seals the invoice; it can never be made again or changed. */
  async function make(sale: SaleEntry, customer: InvoicedCustomerV1): Promise<boolean> {
    const issuer = { seller: settings.seller, user: people.current }
    const made = await invoiceSale(context, sale, customer, issuer)
    problem.value = made.ok ? null : made.error
    if (!made.ok) return false
    current.value = made.value
    return true
  }

  /** Lists the newest invoices; `isMore` makes the list longer. */
  async function list(isMore = false): Promise<void> {
    const shown = (isMore ? invoices.value.length : 0) + INVOICES_AT_ONCE
    const found = await listInvoices(context, shown + 1)
    invoices.value = found.slice(0, shown)
    hasMore.value = found.length > shown
  }

  return { invoices, hasMore, current, credited, problem, open, make, list }
})
