/**
 * A customer who gave their name. Kept on the device only, exportable and erasable: sealed
 * sales hold the id alone (GDPR art. 17; R27).
 */
export interface Customer {
  customerId: string
  name: string
  email: string
  phone: string
  company: string
  address: string
  vatNumber: string
  note: string
  createdAt: string
}
