import type { TillContext } from '@/till/context'
import { OWN_ARTICLE, type Article, type SoldBy } from '@/core/catalogue/article'
import {
  editArticle as edited,
  withoutField,
  type ArticleEdit,
  type EditableValues,
  type EditedField,
} from '@/core/catalogue/articleEdits'
import { withCombinationName } from '@/core/catalogue/combinationNames'
import { later, priceCheckedAtOf } from '@/core/catalogue/freshness'
import { distinctCodes } from '@/core/scanning/articleCode'
import type { VatRate } from '@/core/vat'
import {
  changeEdit,
  keepOwnArticle,
  readEdit,
  readOwnArticle,
} from '@/storage/catalogue/articleEdits'
import { readRecord } from '@/storage/catalogue/heldShop'

type EditTill = Pick<TillContext, 'tillDb' | 'catalogueDb' | 'now' | 'newId'>

/** An article as the shop has it, and the owner's changes to it. */
export interface ArticleSheet {
  /** Under the owner's name for a combination, where the shop's is not known. */
  shop: Article
  edit: ArticleEdit | undefined
  /** When its price was last read from the shop. */
  checkedAt: string
  /** The shop's stock and when it was read; null where the key may not read it. */
  stock: { pieces: number; readAt: string } | null
}

/** What the owner enters for an article made on the till. */
export type OwnArticle = Pick<Article, 'name' | 'priceCents' | 'departmentIds' | 'barcodes'> & {
  vatRate: VatRate
  /** Share of the price that is eco-participation. */
  ecotaxCents?: number
  isShipping?: boolean
  /** Null or absent: its department decides. */
  takesMealVouchers?: boolean | null
  /** Absent for the piece. */
  soldBy?: SoldBy
}

/** The shop's values of an article and the owner's; undefined where the article does not exist. */
export async function readArticleSheet(
  { catalogueDb, tillDb }: EditTill,
  articleId: string,
): Promise<ArticleSheet | undefined> {
  const shop =
    (await catalogueDb.shopArticles.get(articleId)) ?? (await readOwnArticle(tillDb, articleId))
  if (!shop) return undefined
  const edit = await readEdit(tillDb, articleId)
  const state = await readRecord(catalogueDb, 'state')
  const readAt = state ? priceCheckedAtOf(state, productIdOf(articleId)) : undefined
  const stock = await readRecord(catalogueDb, 'stock')
  const pieces = stock?.byArticle[articleId]
  return {
    shop: withCombinationName(shop, edit?.values.combinationName),
    edit,
    // A changed article is also read outside the readings of all articles.
    checkedAt: later(shop.checkedAt, readAt ?? shop.checkedAt),
    stock: stock && pieces !== undefined ? { pieces, readAt: stock.readAt } : null,
  }
}

/** Stores the owner's changes to an article; a value equal to the shop's is no change. */
export async function editArticle(
  till: EditTill,
  articleId: string,
  wanted: Partial<EditableValues>,
): Promise<void> {
  const sheet = await readArticleSheet(till, articleId)
  if (!sheet) return
  const { at } = till.now()
  await changeEdit(till.tillDb, articleId, before => edited(sheet.shop, before, wanted, at))
}

/**
 * Adds a code by which an article scans, whether it comes from the shop or was made on the till.
 */
export async function attachCode(till: EditTill, articleId: string, code: string): Promise<void> {
  const own = await readOwnArticle(till.tillDb, articleId)
  if (own) {
    await keepOwnArticle(till.tillDb, { ...own, barcodes: distinctCodes([...own.barcodes, code]) })
    return
  }
  const sheet = await readArticleSheet(till, articleId)
  const extra = sheet?.edit?.values.extraBarcodes ?? []
  await editArticle(till, articleId, { extraBarcodes: distinctCodes([...extra, code]) })
}

/** Drops the owner's value of a field: the shop's value counts again. */
export function giveBackToShop(
  { tillDb }: EditTill,
  articleId: string,
  field: EditedField,
): Promise<void> {
  return changeEdit(tillDb, articleId, before => (before ? withoutField(before, field) : null))
}

/** Stores an article made on the till, new or changed. */
export async function keepOwn(
  till: EditTill,
  wanted: OwnArticle,
  articleId = `${OWN_ARTICLE}${till.newId()}`,
): Promise<void> {
  const {
    takesMealVouchers: _vouchers,
    soldBy: _soldBy,
    ...before
  } = (await readOwnArticle(till.tillDb, articleId)) ?? {}
  const { takesMealVouchers, soldBy = 'piece', ...values } = wanted
  await keepOwnArticle(till.tillDb, {
    reference: '',
    ecotaxCents: 0,
    vatGroupId: OWN_ARTICLE,
    pictureId: null,
    family: null,
    position: 0,
    ...before,
    ...values,
    ...(typeof takesMealVouchers === 'boolean' ? { takesMealVouchers } : {}),
    ...(soldBy === 'piece' ? {} : { soldBy }),
    articleId,
    checkedAt: till.now().at,
    retiredAt: null,
  })
}

/** Takes an article made on the till off sale; it stays stored for the history. */
export async function retireOwn({ tillDb, now }: EditTill, articleId: string): Promise<void> {
  const article = await readOwnArticle(tillDb, articleId)
  if (article) await keepOwnArticle(tillDb, { ...article, retiredAt: now().at })
}

const productIdOf = (articleId: string) => Number(articleId.split('-')[1])
