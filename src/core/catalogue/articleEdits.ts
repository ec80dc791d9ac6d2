import { isSameValue } from '@/core/sameValue'
import { addedCodes } from '@/core/scanning/articleCode'
import type { Article, SoldBy } from './article'
import { withCombinationName } from './combinationNames'
import { isCalledShipping } from './shippingArticle'

/** What an owner may change on the till of a shop's article. */
export interface EditableValues {
  name: string
  /**
   * What a combination is called as long as the shop's key cannot read its name, without the name of
   * its product; empty for its number. It gives way to the shop's name.
   */
  combinationName: string
  /** With VAT. */
  priceCents: number
  /** Eco-participation of one piece, with VAT, as part of the price. */
  ecotaxCents: number
  departmentIds: string[]
  position: number
  /** Additional codes that scan as this article, besides the shop's own. */
  extraBarcodes: string[]
  /** Colour of the tile, 0 to 7. */
  tint: number | null
  isFavourite: boolean
  /** Hidden from the tiles; a scan or a search still finds it. */
  isHidden: boolean
  /** Its VAT follows the goods it is sold with. */
  isShipping: boolean
  /** Whether meal vouchers may pay it; null when its department decides. */
  takesMealVouchers: boolean | null
  soldBy: SoldBy
}

export type EditedField = keyof EditableValues

/**
 * The owner's changes of one article. They are stored apart from the shop's values and laid over
 * them: no sync can change them, and removing them restores the shop's values.
 */
export interface ArticleEdit {
  articleId: string
  values: Partial<EditableValues>
  /** The shop's values at the time of the edit, to detect that the shop changed them since. */
  base: Partial<EditableValues>
  editedAt: string
}

export type ArticleEdits = ReadonlyMap<string, ArticleEdit>

/** The shop's own values of the editable fields. */
export function shopValues(article: Article): EditableValues {
  return {
    name: article.name,
    combinationName: '',
    priceCents: article.priceCents,
    ecotaxCents: article.ecotaxCents,
    departmentIds: article.departmentIds,
    position: article.position,
    extraBarcodes: [],
    tint: null,
    isFavourite: false,
    isHidden: false,
    isShipping: isCalledShipping(article.name),
    takesMealVouchers: null,
    soldBy: 'piece',
  }
}

/**
 * Adds changes to an earlier edit. A value equal to the shop's is no change; the result is null
 * when no change is left. `article` must hold the shop's values, without any edit.
 */
export function editArticle(
  article: Article,
  before: ArticleEdit | undefined,
  wanted: Partial<EditableValues>,
  editedAt: string,
): ArticleEdit | null {
  const shop = shopValues(article)
  const values = { ...before?.values, ...wanted }
  const kept = fieldsOf(values).filter(field => !isSameValue(values[field], shop[field]))
  if (kept.length === 0) return null
  const isNew = (field: EditedField) => field in wanted || before?.base[field] === undefined
  const base = kept.map(field => [field, isNew(field) ? shop[field] : before?.base[field]])
  return {
    articleId: article.articleId,
    values: pick(values, kept),
    base: Object.fromEntries(base) as Partial<EditableValues>,
    editedAt,
  }
}

/** Restores the shop's value of one field; null when no change is left. */
export function withoutField(edit: ArticleEdit, field: EditedField): ArticleEdit | null {
  const kept = fieldsOf(edit.values).filter(one => one !== field)
  if (kept.length === 0) return null
  return { ...edit, values: pick(edit.values, kept), base: pick(edit.base, kept) }
}

/** Articles as the till shows and sells them: the shop's values with the owner's changes. */
export function withEdits(articles: readonly Article[], edits: ArticleEdits): Article[] {
  return articles.map(article => {
    const edit = edits.get(article.articleId)
    return edit ? edited(article, edit) : article
  })
}

/**
 * Articles whose changes are in force: not those that were only named as a combination, and whose
 * name the shop has told since. `articles` are as the till sells them.
 */
export function editedArticleIds(articles: readonly Article[], edits: ArticleEdits): string[] {
  const named = new Set(
    articles.filter(one => one.numbered?.byOwner !== undefined).map(one => one.articleId),
  )
  return [...edits.values()]
    .filter(
      ({ articleId, values }) =>
        named.has(articleId) || fieldsOf(values).some(field => field !== 'combinationName'),
    )
    .map(edit => edit.articleId)
}

/** Fields whose edited value differs from the shop's. */
export function editedFields(article: Article, edit: ArticleEdit | undefined): EditedField[] {
  if (!edit) return []
  const shop = shopValues(article)
  return fieldsOf(edit.values).filter(field => !isSameValue(edit.values[field], shop[field]))
}

/** Edited fields that the shop has changed since: the owner may want the new value. */
export function movedInShop(article: Article, edit: ArticleEdit | undefined): EditedField[] {
  if (!edit) return []
  const shop = shopValues(article)
  return editedFields(article, edit).filter(field => !isSameValue(edit.base[field], shop[field]))
}

function edited(shop: Article, { values }: ArticleEdit): Article {
  const { extraBarcodes = [], tint, isFavourite, isHidden, takesMealVouchers, ...others } = values
  const { soldBy = 'piece', combinationName, ...own } = others
  const { numbered, ...article } = withCombinationName(shop, combinationName)
  // The owner's own price takes no part in the shop's promotion.
  const { promotion: _its, priceChanges: _later, promotionGap: _gap, ...rest } = article
  return {
    ...(own.priceCents === undefined ? article : rest),
    // Called by a whole name of its own, it is no longer one to name.
    ...(numbered && own.name === undefined ? { numbered } : {}),
    ...own,
    barcodes: [...article.barcodes, ...addedCodes(article.barcodes, extraBarcodes)],
    ...(tint === undefined || tint === null ? {} : { tint }),
    ...(isFavourite ? { isFavourite } : {}),
    ...(isHidden ? { isHidden } : {}),
    ...(typeof takesMealVouchers === 'boolean' ? { takesMealVouchers } : {}),
    ...(soldBy === 'piece' ? {} : { soldBy }),
  }
}

const fieldsOf = (values: Partial<EditableValues>) => Object.keys(values) as EditedField[]

function pick(values: Partial<EditableValues>, fields: readonly EditedField[]) {
  const entries = fields.map(field => [field, values[field]])
  return Object.fromEntries(entries) as Partial<EditableValues>
}
