import type { ShopClient } from './client'
import { CATEGORY_FIELDS, categoryRow } from './decode/categories'
import { LANGUAGE_FIELDS, languageRow } from './decode/languages'
import { VAT_GROUP_FIELDS, vatGroupRow } from './decode/vatGroups'
import { describeCombinations, DESCRIBING_RESOURCES } from './describeCombinations'
import { priceCombinations } from './readCombinations'
import { readProducts } from './readProducts'
import { readRights } from './readRights'
import { readWhole } from './readWhole'
import { fail, ok, type Result, type ShopError } from '@/core/errors'
import type { ShopLanguage, ShopRows } from '@/core/shopRows'
import type { SyncProgress } from '@/core/syncRun'

export interface ReadOptions {
  /** Languages of the till, best first: the shop's names are read in the first it has. */
  preferredLanguages: readonly string[]
  onProgress: (progress: SyncProgress) => void
}

/**
 * Reads all that a catalogue is made of, with the minimal key: languages, VAT groups,
 * categories, products with their computed prices, prices of combinations, and what these are
 * called where the key may read it. Reads only;
 * the first error ends it.
 */
export async function readCatalogue(
  client: ShopClient,
  { preferredLanguages, onProgress }: ReadOptions,
): Promise<Result<ShopRows, ShopError>> {
  onProgress({ step: 'connecting', done: 0, expected: null })
  const access = await readRights(client)
  if (!access.ok) return access
  const { missingRights } = access.value
  if (missingRights.length > 0) {
    return fail({ code: 'shop-rights-missing', host: client.host, missingRights })
  }

  onProgress({ step: 'languages', done: 0, expected: null })
  const languages = await readWhole(client, 'languages', LANGUAGE_FIELDS, languageRow)
  if (!languages.ok) return languages
  const language = chooseLanguage(client, languages.value.rows, preferredLanguages)
  if (!language.ok) return language
  const languageId = language.value

  onProgress({ step: 'vat-groups', done: 0, expected: null })
  const vatGroups = await readWhole(client, 'tax_rule_groups', VAT_GROUP_FIELDS, vatGroupRow)
  if (!vatGroups.ok) return vatGroups

  onProgress({ step: 'departments', done: 0, expected: null })
  const query = { language: languageId }
  const categories = await readWhole(client, 'categories', CATEGORY_FIELDS, categoryRow, query)
  if (!categories.ok) return categories

  const products = await readProducts(client, languageId, onProgress)
  if (!products.ok) return products
  const priced = await priceCombinations(client, products.value.rows, onProgress)
  if (!priced.ok) return priced
  const mayDescribe = DESCRIBING_RESOURCES.every(resource =>
    access.value.methodsByResource[resource]?.includes('get'),
  )
  const described = mayDescribe
    ? await describeCombinations(client, priced.value, languageId)
    : ok({ products: priced.value, unreadable: [] })
  if (!described.ok) return described

  return ok({
    languages: languages.value.rows,
    languageId,
    vatGroups: vatGroups.value.rows,
    categories: categories.value.rows,
    products: described.value.products,
    unreadable: [languages, vatGroups, categories, products, described].flatMap(
      list => list.value.unreadable,
    ),
  })
}

/** The shop's languages, those switched off included. */
export async function readLanguages(
  client: ShopClient,
): Promise<Result<ShopLanguage[], ShopError>> {
  const languages = await readWhole(client, 'languages', LANGUAGE_FIELDS, languageRow)
  return languages.ok ? ok(languages.value.rows) : languages
}

/** The first wanted language that is active in the shop, else the shop's first active one. */
export function chooseLanguage(
  client: ShopClient,
  languages: readonly ShopLanguage[],
  wanted: readonly string[],
): Result<number, ShopError> {
  const active = languages.filter(language => language.isActive)
  const best = wanted.flatMap(
    isoCode => active.find(language => language.isoCode === isoCode.toLowerCase()) ?? [],
  )
  const chosen = best[0] ?? active[0]
  if (chosen) return ok(chosen.languageId)
  const detail = 'no active language'
  return fail({ code: 'shop-answer-unreadable', host: client.host, resource: 'languages', detail })
}
