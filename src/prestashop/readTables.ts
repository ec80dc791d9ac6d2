import type { ShopClient } from './client'
import { CATEGORY_FIELDS, categoryRow } from './decode/categories'
import { LANGUAGE_FIELDS, languageRow } from './decode/languages'
import { decodeList } from './decode/list'
import { VAT_GROUP_FIELDS, vatGroupRow } from './decode/vatGroups'
import { readRights } from './readRights'
import { readWhole } from './readWhole'
import { fail, ok, type Result, type ShopError } from '@/core/errors'
import type {
  ShopCategory,
  ShopLanguage,
  ShopVatGroup,
  UnreadableRow,
} from '@/core/catalogue/shopRows'

/** Tables that rarely change: read at the first sync, then from time to time. */
export interface ShopTables {
  rights: Record<string, readonly string[]>
  languages: ShopLanguage[]
  vatGroups: ShopVatGroup[]
  unreadable: UnreadableRow[]
}

/**
 * Reads the key's rights, the languages and the VAT groups. Fails when a needed right is missing.
 */
export async function readTables(client: ShopClient): Promise<Result<ShopTables, ShopError>> {
  const access = await readRights(client)
  if (!access.ok) return access
  const { missingRights, methodsByResource } = access.value
  if (missingRights.length > 0) {
    return fail({ code: 'shop-rights-missing', host: client.host, missingRights })
  }
  const [languages, vatGroups] = await Promise.all([
    readWhole(client, 'languages', LANGUAGE_FIELDS, languageRow),
    readWhole(client, 'tax_rule_groups', VAT_GROUP_FIELDS, vatGroupRow),
  ])
  if (!languages.ok) return languages
  if (!vatGroups.ok) return vatGroups
  return ok({
    rights: methodsByResource,
    languages: languages.value.rows,
    vatGroups: vatGroups.value.rows,
    unreadable: [...languages.value.unreadable, ...vatGroups.value.unreadable],
  })
}

/** `rows` is null when the shop answers that they are unchanged. */
export interface CategoryList {
  rows: ShopCategory[] | null
  unreadable: UnreadableRow[]
  sha1: string | null
}

/** The shop's categories; `rows` is null when they match the stored hash. */
export async function readCategories(
  client: ShopClient,
  languageId: number,
  heldSha1?: string,
): Promise<Result<CategoryList, ShopError>> {
  const query = { display: `[${CATEGORY_FIELDS}]`, sort: '[id_ASC]', language: languageId }
  const read = await client.getJsonIfChanged('categories', query, heldSha1)
  if (!read.ok) return read
  if (read.value.kind === 'unchanged') {
    return ok({ rows: null, unreadable: [], sha1: heldSha1 ?? null })
  }
  const list = decodeList(read.value.body, 'categories', categoryRow, client.host)
  if (!list.ok) return list
  return ok({ rows: list.value.rows, unreadable: list.value.unreadable, sha1: read.value.sha1 })
}

/** The shop's languages, including inactive ones. */
export async function readLanguages(
  client: ShopClient,
): Promise<Result<ShopLanguage[], ShopError>> {
  const languages = await readWhole(client, 'languages', LANGUAGE_FIELDS, languageRow)
  return languages.ok ? ok(languages.value.rows) : languages
}

export interface LanguageWish {
  /** Languages of the till, best first. */
  preferredLanguages: readonly string[]
  /** Language the owner chose, by the shop's id. */
  languageId?: number | null
}

/**
 * The language for names: the owner's choice while it is active, else the first of the till's
 * languages that the shop has, else the shop's first active one. Fails when the shop has no active
 * language.
 */
export function chooseLanguage(
  client: ShopClient,
  languages: readonly ShopLanguage[],
  { preferredLanguages, languageId }: LanguageWish,
): Result<number, ShopError> {
  const active = languages.filter(language => language.isActive)
  const byOwner = active.find(language => language.languageId === languageId)
  if (byOwner) return ok(byOwner.languageId)
  const best = preferredLanguages.flatMap(
    isoCode => active.find(language => language.isoCode === isoCode.toLowerCase()) ?? [],
  )
  const chosen = best[0] ?? active[0]
  if (chosen) return ok(chosen.languageId)
  const detail = 'no active language'
  return fail({ code: 'shop-answer-unreadable', host: client.host, resource: 'languages', detail })
}
