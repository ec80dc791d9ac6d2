import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { centsFromMicros, microsFromDecimal } from '@/core/money'
import type { RecordedVersion } from './recordedShop'

/** What PrestaShop's own classes say of one article of a recorded shop; amounts as text. */
export interface TrueArticle {
  id: number
  reference: string
  ean13: string
  price_ti: string
  before_reduction_ti: string
}

export interface TrueProduct extends TrueArticle {
  name: string
  upc: string
  isbn: string
  vat_rate: number
  cover: number | null
  /** `attributes` are `Taille: S`. */
  combinations: (TrueArticle & { attributes: string[] })[]
}

interface TrueShare {
  rate: number
  base_te: string
  vat: string
}

export interface TrueOrder {
  id: number
  total_paid_tax_incl: string
  total_paid_tax_excl: string
  state_paid: number
  invoice: { products: TrueShare[]; shipping: TrueShare[] }[]
  rows: { id: number; name: string; quantity: number; total_ti: string; vat_rate: number }[]
  cart_rules: { name: string; value_ti: string; value_te: string; free_shipping: number }[]
  slips: object[]
}

export interface Truth {
  categories: { id: number; name: string; active: number; id_parent: number }[]
  products: TrueProduct[]
  orders: TrueOrder[]
}

/** PrestaShop's own word on a recorded shop: prices for a visitor in France, in French. */
export function recordedTruth(version: RecordedVersion): Truth {
  const path = fileURLToPath(new URL(`recordings/${version}/truth.json`, import.meta.url))
  return JSON.parse(readFileSync(path, 'utf8')) as Truth
}

/** An amount of the truth as cents. */
export function trueCents(amount: string): number {
  const micros = microsFromDecimal(amount)
  if (micros === undefined) throw new Error(`${amount} is no amount`)
  return centsFromMicros(micros)
}
