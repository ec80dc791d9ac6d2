import type { Article } from './article'
import type { CataloguePlan } from './catalogue'

/** A change of one article by a sync, for the owner to read before it is applied. */
export interface ArticleChange {
  kind: 'created' | 'changed' | 'retired'
  articleId: string
  /** Values after the change; the current values for a retired article. */
  name: string
  priceCents: number
  vatRate: number | null
  /** Earlier values of the fields that change; empty for a new or a retired article. */
  before: { name?: string; priceCents?: number; vatRate?: number | null }
}

/** Why a sync waits for the owner's approval. */
export type ReasonToAsk = 'vat-changed' | 'many-gone' | 'always-asked' | 'undone-before'

export interface AskingRules {
  /** The owner wants to see every change before it is applied. */
  asksAlways: boolean
  /** The owner undid the last import: the same import must not be applied again by itself. */
  wasUndone: boolean
}

/** When more than this share of the articles on sale would be retired, the owner must approve. */
const MANY_GONE = 0.05

/** All article changes of a plan, in one list. */
export function articleChanges(
  current: readonly Article[],
  plan: Pick<CataloguePlan, 'put' | 'retire'>,
): ArticleChange[] {
  const byId = new Map(current.map(article => [article.articleId, article]))
  const put = plan.put.map((article): ArticleChange => {
    const old = byId.get(article.articleId)
    const isBack = old === undefined || old.retiredAt !== null
    return { ...shown(article), ...(isBack ? created : changed(old, article)) }
  })
  const retired = plan.retire.flatMap((id): ArticleChange[] => {
    const old = byId.get(id)
    return old ? [{ ...shown(old), kind: 'retired', before: {} }] : []
  })
  return [...put, ...retired]
}

/**
 * Why the changes must not be applied without the owner: a VAT rate changes, more than 5 % of the
 * articles on sale would be retired, the last import was undone, or the owner approves every
 * change. The first import needs no approval.
 */
export function reasonsToAsk(
  current: readonly Article[],
  changes: readonly ArticleChange[],
  rules: AskingRules,
): ReasonToAsk[] {
  const onSale = current.filter(article => article.retiredAt === null).length
  if (changes.length === 0 || (onSale === 0 && !rules.wasUndone)) return []
  const gone = changes.filter(change => change.kind === 'retired').length
  const reasons: [ReasonToAsk, boolean][] = [
    ['vat-changed', changes.some(({ before }) => before.vatRate !== undefined)],
    ['many-gone', gone > onSale * MANY_GONE],
    ['undone-before', rules.wasUndone],
    ['always-asked', rules.asksAlways],
  ]
  return reasons.flatMap(([reason, holds]) => (holds ? [reason] : []))
}

const created = { kind: 'created' as const, before: {} }

function changed(old: Article, article: Article) {
  return {
    kind: 'changed' as const,
    before: {
      ...(old.name === article.name ? {} : { name: old.name }),
      ...(old.priceCents === article.priceCents ? {} : { priceCents: old.priceCents }),
      // An unknown rate that becomes known changes the VAT of no receipt.
      ...(old.vatRate === article.vatRate || old.vatRate === null ? {} : { vatRate: old.vatRate }),
    },
  }
}

const shown = ({ articleId, name, priceCents, vatRate }: Article) => ({
  articleId,
  name,
  priceCents,
  vatRate,
})
