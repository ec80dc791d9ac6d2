import { isSameValue } from '@/core/sameValue'
import type { Article } from './article'
import { isCalledShipping } from './shippingArticle'

/** What an owner may change of a shop's article on the till. */
export interface EditableValues {
  name: string
  /** Shelf price with VAT. */
  priceCents: number
  /** Share of the price of one that is eco-participation, with VAT. */
  ecotaxCents: number
  departmentIds: string[]
  position: number
  /** Codes that scan as this article, besides the shop's own. */
  extraBarcodes: string[]
  /** One of the eight tints of tiles. */
  tint: number | null
  isFavourite: boolean
  /** Kept off the shelf; still found by its code. */
  isHidden: boolean
  /** Its VAT follows the goods it is sold with. */
  isShipping: boolean
  /** Meal vouchers may pay it, or not; null as its department. */
  takesMealVouchers: boolean | null
}

export type EditedField = keyof EditableValues

/**
 * What the owner changed of one article. Kept apart from the shop's own values and laid
 * over them: no sync can touch it, and taking it away brings the shop's value back.
 */
export interface ArticleEdit {
  articleId: string
  values: Partial<EditableValues>
  /** The shop's values when they were changed: a later one is then seen to have moved. */
  base: Partial<EditableValues>
  editedAt: string
}

export type ArticleEdits = ReadonlyMap<string, ArticleEdit>

/** The shop's own value of what may be edited. */
export function shopValues(article: Article): EditableValues {
  return {
    name: article.name,
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
  }
}

/**
 * Lays a change over those made before. A value equal to the shop's is no change; null when
 * none is left. `article` is the shop's, without any edit.
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

/** Gives one field back to the shop; null when no change is left. */
export function withoutField(edit: ArticleEdit, field: EditedField): ArticleEdit | null {
  const kept = fieldsOf(edit.values).filter(one => one !== field)
  if (kept.length === 0) return null
  return { ...edit, values: pick(edit.values, kept), base: pick(edit.base, kept) }
}

/** Articles as the till shows and sells them: the shop's, with the owner's changes. */
export function withEdits(articles: readonly Article[], edits: ArticleEdits): Article[] {
  return articles.map(article => {
    const edit = edits.get(article.articleId)
    return edit ? edited(article, edit) : article
  })
}

/** Fields that are the owner's now: those that differ from what the shop says. */
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

function edited(article: Article, { values }: ArticleEdit): Article {
  const { extraBarcodes = [], tint, isFavourite, isHidden, takesMealVouchers, ...own } = values
  // A price of the owner's own knows no promotion.
  const { promotion, ...rest } = article
  return {
    ...rest,
    ...(promotion && own.priceCents === undefined ? { promotion } : {}),
    ...own,
    barcodes: [...new Set([...article.barcodes, ...extraBarcodes])],
    ...(tint === undefined || tint === null ? {} : { tint }),
    ...(isFavourite ? { isFavourite } : {}),
    ...(isHidden ? { isHidden } : {}),
    ...(typeof takesMealVouchers === 'boolean' ? { takesMealVouchers } : {}),
  }
}

const fieldsOf = (values: Partial<EditableValues>) => Object.keys(values) as EditedField[]

function pick(values: Partial<EditableValues>, fields: readonly EditedField[]) {
  const entries = fields.map(field => [field, values[field]])
  return Object.fromEntries(entries) as Partial<EditableValues>
}
