import { describe, expect, it } from 'vitest'
import { anArticle, AT } from '../../support/factory'
import type { Article } from '@/core/catalogue/article'
import {
  editArticle,
  editedArticleIds,
  movedInShop,
  withEdits,
  type ArticleEdit,
} from '@/core/catalogue/articleEdits'
import {
  combinationNameFrom,
  countUnnamed,
  isUnnamed,
  LONGEST_COMBINATION_NAME,
  numberedFamilies,
  withCombinationName,
} from '@/core/catalogue/combinationNames'

/** A combination of a T-shirt that the key cannot name, or that the shop calls `name`. */
function shirt(number: number, name?: string): Article {
  return anArticle({
    articleId: `ps-52-${519 + number}`,
    name: `T-shirt ${name ?? `#${number}`}`,
    family: { familyId: 'ps-52', name: 'T-shirt' },
    ...(name === undefined ? { numbered: { number } } : {}),
  })
}

const editsOf = (...edits: (ArticleEdit | null)[]) =>
  new Map(edits.flatMap(edit => (edit ? [[edit.articleId, edit] as const] : [])))

const shown = (article: Article, edit: ArticleEdit | null) =>
  withEdits([article], editsOf(edit))[0] as Article

describe('a combination that the owner names', () => {
  const named = editArticle(shirt(2), undefined, { combinationName: 'M' }, AT.at)

  it('is called so behind the name of its product', () => {
    expect(shown(shirt(2), named)).toMatchObject({
      name: 'T-shirt M',
      numbered: { number: 2, byOwner: 'M' },
    })
    expect(editedArticleIds([shown(shirt(2), named)], editsOf(named))).toEqual(['ps-52-521'])
  })

  it('follows a product that the shop renames', () => {
    const renamed = {
      ...shirt(2),
      name: 'Maillot #2',
      family: { familyId: 'ps-52', name: 'Maillot' },
    }
    expect(shown(renamed, named).name).toBe('Maillot M')
  })

  it('gives way to the shop’s name, and is no change of the owner then', () => {
    const told = shown(shirt(2, 'Medium'), named)
    expect(told.name).toBe('T-shirt Medium')
    expect(told.numbered).toBeUndefined()
    expect(editedArticleIds([told], editsOf(named))).toEqual([])
    // Told by the shop for a while, then no more: the owner’s word counts again.
    expect(shown(shirt(2), named).name).toBe('T-shirt M')
  })

  it('is numbered again once its name is emptied', () => {
    expect(editArticle(shirt(2), named ?? undefined, { combinationName: '' }, AT.at)).toBeNull()
  })

  it('keeps the other changes of its sheet, and is known by the name there', () => {
    const inSheet = withCombinationName(shirt(2), named?.values.combinationName)
    expect(inSheet.name).toBe('T-shirt M')
    const dearer = editArticle(
      inSheet,
      named ?? undefined,
      { name: 'T-shirt M', priceCents: 9 },
      AT.at,
    )
    expect(dearer?.values).toEqual({ combinationName: 'M', priceCents: 9 })
    expect(shown(shirt(2), dearer)).toMatchObject({ name: 'T-shirt M', priceCents: 9 })
    expect(movedInShop(shirt(2), dearer ?? undefined)).toEqual([])
  })

  it('is no longer one to name once its whole name is the owner’s', () => {
    const whole = editArticle(shirt(2), undefined, { name: 'Maillot du club' }, AT.at)
    expect(shown(shirt(2), whole)).toMatchObject({ name: 'Maillot du club' })
    expect(numberedFamilies([shown(shirt(2), whole)])).toEqual([])
  })

  it('is named only where it is a combination without a name', () => {
    const plain = anArticle()
    expect(withCombinationName(plain, 'M')).toBe(plain)
    const told = shirt(1, 'Small')
    expect(withCombinationName(told, 'M')).toBe(told)
  })
})

describe('the list of combinations to name', () => {
  it('has each product once, its combinations by their numbers, and nothing that is named', () => {
    const gone = { ...shirt(9), articleId: 'ps-52-999', retiredAt: AT.at }
    const poster = {
      ...shirt(1),
      articleId: 'ps-49-490',
      name: 'Affiche #1',
      family: { familyId: 'ps-49', name: 'Affiche' },
    }
    const byOwner = withCombinationName(shirt(3), 'L')
    const list = [shirt(10), poster, byOwner, anArticle(), shirt(2), shirt(4, 'XL'), gone]
    const families = numberedFamilies(list)
    expect(
      families.map(one => [one.name, one.combinations.map(({ numbered }) => numbered)]),
    ).toEqual([
      ['T-shirt', [{ number: 2 }, { number: 3, byOwner: 'L' }, { number: 10 }]],
      ['Affiche', [{ number: 1 }]],
    ])
    expect(countUnnamed(families)).toEqual({ articles: 2, combinations: 3 })
    expect(list.filter(isUnnamed)).toHaveLength(4)
  })

  it('counts no article whose combinations all have a name', () => {
    expect(countUnnamed(numberedFamilies([withCombinationName(shirt(1), 'S')]))).toEqual({
      articles: 0,
      combinations: 0,
    })
  })
})

it.each([
  ['  Taille   S ', 'Taille S'],
  ['S\nBleu\t!', 'S Bleu !'],
  ['S\u0000\u0007\u202eX', 'S X'],
  ['\ud83d', '\ufffd'],
  [' \n ', ''],
  ['<b>S</b>', '<b>S</b>'],
  ['=1+1', '=1+1'],
])('keeps of %j what is sound, on one line', (typed, kept) =>
  expect(combinationNameFrom(typed)).toBe(kept),
)

it('keeps no more of a name than fits, and no half of a character', () => {
  expect(combinationNameFrom('é'.repeat(5_000))).toHaveLength(LONGEST_COMBINATION_NAME)
  const cut = combinationNameFrom('a'.repeat(LONGEST_COMBINATION_NAME - 1) + '😀')
  expect(cut).toBe('a'.repeat(LONGEST_COMBINATION_NAME - 1))
})
