import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useContext } from '@/stores/useContext'
import type { CustomerField } from '@/core/customers/customer'
import type { CustomerError, Result } from '@/core/errors'

/** Files with customers' details, which leave the till. */
export const useCustomerFilesStore = defineStore('customerFiles', () => {
  const context = useContext()
  const people = usePeopleStore()
  const problem = shallowRef<CustomerError | null>(null)

  /**
   * Makes a file of all customers to hand over, once that is approved; null when it is not. The code
   * that makes it is loaded only then.
   */
  async function exportAll(heads: Record<CustomerField, string> | null) {
    const by = await people.approve({ permission: 'customers-export' }, { customers: 'all' })
    if (!by) return null
    const files = await import('@/till/customers/exportCustomers')
    return settle(
      heads
        ? await files.exportCustomersAsCsv(context, people.current, heads)
        : await files.exportCustomersAsJson(context, people.current),
    )
  }

  /** Makes a workbook of all customers, once that is approved; null when it is not. */
  async function exportWorkbook(heads: Record<CustomerField, string>, title: string) {
    const by = await people.approve({ permission: 'customers-export' }, { customers: 'all' })
    if (!by) return null
    const files = await import('@/till/customers/exportCustomers')
    return settle(await files.exportCustomersAsXlsx(context, people.current, heads, title))
  }

  /** Makes a file of one customer, once that is approved; null when it is not. */
  async function exportOne(customerId: string) {
    const by = await people.approve({ permission: 'customers-export' }, { customerId })
    if (!by) return null
    const files = await import('@/till/customers/exportCustomers')
    return settle(await files.exportCustomer(context, people.current, customerId))
  }

  function settle<File>(made: Result<File, CustomerError>): File | null {
    problem.value = made.ok ? null : made.error
    return made.ok ? made.value : null
  }

  return { problem, exportAll, exportWorkbook, exportOne }
})
