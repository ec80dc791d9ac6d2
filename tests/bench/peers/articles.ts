import type { Article, Department } from '@/core/catalogue/article'
import { fold } from '@/core/catalogue/search'

/** Articles that every contestant is given: the same number gives the same catalogue, article by article. */
const NOUNS = [
  'Crème de jour', 'Pâte de fruits', 'Thé glacé', 'Bougie tressée', 'Savon doré', 'Café moulu',
  'Gâteau sablé', 'Vélo miniature', 'Éponge brodée', 'Épice rôtie', 'Céramique émaillée', 'Bâton de cire',
  'Sirop léger', 'Galette beurrée', 'Théière laquée', 'Tablier rayé', 'Carnet relié', 'Écharpe tissée',
  'Panier tressé', 'Coussin matelassé', 'Terrine fumée', 'Pêche séchée', 'Câble gainé', 'Chèvre affiné',
] // prettier-ignore
const KINDS = [
  'à la lavande', 'au miel', 'de montagne', 'du verger', 'aux agrumes', 'de la côte', 'en coton', 'en lin',
  'au chocolat', 'de Noël', 'd’été', 'à l’ancienne', 'pour enfant', 'du marché', 'grand modèle', 'petit modèle',
  'sans sucre',
] // prettier-ignore
const SIZES = ['50 g', '100 g', '250 g', '500 g', '1 kg', '25 cl', '75 cl']
const SYLLABLES = [
  'za', 'lé', 'mou', 'ri', 'cô', 'ban', 'té', 'fu', 'gra', 'nè',
  'vil', 'sor', 'pi', 'dou', 'ché', 'lan', 'quo', 'mi', 'tra', 'bel',
] // prettier-ignore
const DEPARTMENTS = 40
/** So many articles are of one brand. */
const OF_A_BRAND = 8
/** Without a common divisor with 20 to the 4th, so that each brand has a name of its own. */
const SCATTER = 7_919

/** A brand: a word of four syllables that no other brand has. */
export function brandOf(place: number): string {
  let left = ((Math.floor(place / OF_A_BRAND) + 1) * SCATTER) % SYLLABLES.length ** 4
  let word = ''
  for (let count = 0; count < 4; count += 1) {
    word += SYLLABLES[left % SYLLABLES.length]
    left = Math.floor(left / SYLLABLES.length)
  }
  return word
}

export const nounOf = (place: number): string => NOUNS[place % NOUNS.length] ?? ''

/** EAN-13 of an article, with its check digit. */
export function codeOf(place: number): string {
  const digits = `376${String(place).padStart(9, '0')}`
  const sum = [...digits].reduce((all, one, at) => all + Number(one) * (at % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

export const idOf = (place: number): string => `ps-${place + 1}`

/** An article as a sync makes it of a shop's product. `place` counts from 0. */
export function articleAt(place: number): Article {
  const brand = brandOf(place)
  const name = [
    nounOf(place),
    KINDS[(place * 5) % KINDS.length],
    brand.charAt(0).toUpperCase() + brand.slice(1),
    SIZES[(place * 3) % SIZES.length],
  ].join(' ')
  const department = place % DEPARTMENTS
  return {
    articleId: idOf(place),
    name,
    reference: `REF-${String(place).padStart(6, '0')}`,
    barcodes: [codeOf(place)],
    departmentIds: [`ps-${department + 3}`, `ps-${((department * 7) % DEPARTMENTS) + 3}`],
    priceCents: 190 + ((place * 37) % 9_000),
    ecotaxCents: 0,
    vatGroupId: 'ps-1',
    vatRate: 2_000,
    pictureId: String(place + 1),
    family: null,
    position: place,
    checkedAt: '2026-01-02T10:00:00.000+01:00',
    retiredAt: null,
    purchaseMicros: 1_000_000 + ((place * 37) % 9_000) * 5_000,
  }
}

export const articlesUpTo = (count: number): Article[] =>
  Array.from({ length: count }, (_none, place) => articleAt(place))

export const DEPARTMENTS_OF_SHOP: Department[] = Array.from(
  { length: DEPARTMENTS },
  (_none, place) => ({
    departmentId: `ps-${place + 3}`,
    parentId: null,
    name: `Rayon ${SYLLABLES[place % SYLLABLES.length]}${place}`,
    position: place,
  }),
)

/** The words of a text as an index has them: folded, as this till folds them. */
export const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
