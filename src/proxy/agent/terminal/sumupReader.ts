import type { Affiliate } from '@/core/payment/terminal/sumup'

/** What the server needs to ask a reader of SumUp. It never leaves the server. */
export interface SumupReader {
  /** SumUp's own address, but in tests. */
  origin: string
  readerId: string
  merchantCode: string
  apiKey: string
  affiliate: Affiliate
}
