import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anArticle, AT } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import {
  editArticle,
  editedFields,
  movedInShop,
  withEdits,
  withoutField,
  type ArticleEdit,
  type EditableValues,
} from '@/core/catalogue/articleEdits'
import { planCatalogue } from '@/core/catalogue/catalogue'

const shown = (article: Article, edit: ArticleEdit | null) =>
  withEdits([article], new Map(edit ? [[article.articleId, edit]] : []))[0]

describe('what the owner changes on the till', () => {
  const shop = anArticle()

  it('is laid over the shop’s article, and marked', () => {
    const edit = editArticle(shop, undefined, { name: 'Renard', extraBarcodes: ['42'] }, AT.at)
    expect(shown(shop, edit)).toMatchObject({
      name: 'Renard',
      priceCents: shop.priceCents,
      barcodes: [...shop.barcodes, '42'],
    })
    expect(editedFields(shop, edit ?? undefined)).toEqual(['name', 'extraBarcodes'])
  })

  it('is no change when it equals the shop’s value', () => {
    expect(editArticle(shop, undefined, { name: shop.name, tint: null }, AT.at)).toBeNull()
  })

  it('stays when the shop changes the same thing, and says so', () => {
    const edit = editArticle(shop, undefined, { priceCents: 999 }, AT.at) ?? undefined
    const dearer = { ...shop, priceCents: 2000 }
    expect(shown(dearer, edit ?? null)?.priceCents).toBe(999)
    expect(movedInShop(shop, edit)).toEqual([])
    expect(movedInShop(dearer, edit)).toEqual(['priceCents'])
  })

  it('goes back to the shop field by field', () => {
    const edit = editArticle(shop, undefined, { priceCents: 999, name: 'Renard' }, AT.at)
    const left = edit && withoutField(edit, 'priceCents')
    expect(shown(shop, left)).toMatchObject({ name: 'Renard', priceCents: shop.priceCents })
    expect(left && withoutField(left, 'name')).toBeNull()
  })
})

type Step =
  | { do: 'edit'; articleId: string; wanted: Partial<EditableValues> }
  | { do: 'sync'; articles: Article[] }

const articleId = fc.constantFrom('ps-1', 'ps-2', 'ps-3', 'ps-3-1')
const remote = fc.uniqueArray(
  fc
    .record({ articleId, name: fc.constantFrom('A', 'B', 'C'), priceCents: fc.nat(5) })
    .map(values => anArticle(values)),
  { selector: article => article.articleId },
)
const wanted = fc.record(
  {
    name: fc.constantFrom('A', 'Mine', 'Other'),
    priceCents: fc.nat(5),
    isFavourite: fc.boolean(),
    tint: fc.constantFrom(null, 1, 2),
  },
  { requiredKeys: [] },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('edit' as const), articleId, wanted }),
  fc.record({ do: fc.constant('sync' as const), articles: remote }),
)

/** A till: the shop's articles as synced, and the owner's edits. */
class Till {
  shop: Article[] = []
  edits = new Map<string, ArticleEdit>()

  sync(articles: readonly Article[]) {
    const plan = planCatalogue(this.shop, articles)
    const byId = new Map(this.shop.map(article => [article.articleId, article]))
    for (const article of plan.put) byId.set(article.articleId, article)
    for (const id of plan.retire) {
      const gone = byId.get(id)
      if (gone) byId.set(id, { ...gone, retiredAt: AT.at })
    }
    this.shop = [...byId.values()]
    return plan
  }

  edit(id: string, wanted: Partial<EditableValues>) {
    const article = this.shop.find(one => one.articleId === id)
    if (!article) return
    const next = editArticle(article, this.edits.get(id), wanted, AT.at)
    if (next) this.edits.set(id, next)
    else this.edits.delete(id)
  }

  run(step: Step) {
    if (step.do === 'sync') this.sync(step.articles)
    else this.edit(step.articleId, step.wanted)
  }

  onSale() {
    return withEdits(this.shop, this.edits)
      .filter(article => article.retiredAt === null)
      .sort((a, b) => (a.articleId < b.articleId ? -1 : 1))
  }
}

describe('merging the shop with the owner’s changes', () => {
  it('the same shop twice changes nothing', () => {
    fc.assert(
      fc.property(fc.array(step), remote, (steps, articles) => {
        const till = new Till()
        steps.forEach(one => till.run(one))
        till.sync(articles)
        const before = structuredClone(till.onSale())
        expect(till.sync(articles)).toMatchObject({ put: [], retire: [] })
        expect(till.onSale()).toEqual(before)
      }),
    )
  })

  it('ends the same whatever the order of a sync and an edit of another field', () => {
    fc.assert(
      fc.property(remote, remote, articleId, wanted, (first, second, id, wanted) => {
        const [one, other] = [new Till(), new Till()]
        one.sync(first)
        other.sync(first)
        // The order is only comparable when the article exists before and after.
        fc.pre([first, second].every(list => list.some(article => article.articleId === id)))
        const shopThen = second.find(article => article.articleId === id)
        const isAsShop = (field: string) =>
          [first, second].some(list => {
            const article = list.find(found => found.articleId === id)
            return article?.[field as 'name'] === wanted[field as 'name']
          })
        fc.pre(shopThen !== undefined && !Object.keys(wanted).some(isAsShop))
        one.edit(id, wanted)
        one.sync(second)
        other.sync(second)
        other.edit(id, wanted)
        expect(one.onSale()).toEqual(other.onSale())
      }),
    )
  })

  it('no sync loses a local change', () => {
    fc.assert(
      fc.property(fc.array(step), fc.array(remote), (steps, syncs) => {
        const till = new Till()
        steps.forEach(one => till.run(one))
        const before = structuredClone([...till.edits])
        syncs.forEach(articles => till.sync(articles))
        expect([...till.edits]).toEqual(before)
        for (const article of till.onSale()) {
          const { name, priceCents } = till.edits.get(article.articleId)?.values ?? {}
          if (name !== undefined) expect(article.name).toBe(name)
          if (priceCents !== undefined) expect(article.priceCents).toBe(priceCents)
        }
      }),
    )
  })
})
