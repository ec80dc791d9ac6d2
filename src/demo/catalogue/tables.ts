import { ARTICLES, type DemoArticle, type DemoOption, type DemoVat } from './articles'
import { DEPARTMENTS } from './departments'
import { PROMOTION_FIELDS } from './promotionFields'
import type { Association, Row, Value } from '@/demo/webservice/shopData'

export const MADE_AT = '2026-09-01 09:00:00'
export const FRANCE = 8

const VAT_GROUPS: Record<DemoVat, { id: number; name: string; rate: string | null }> = {
  '20': { id: 1, name: 'FR Taux standard (20%)', rate: '20.000' },
  '10': { id: 2, name: 'FR Taux réduit (10%)', rate: '10.000' },
  '5.5': { id: 3, name: 'FR Taux réduit (5.5%)', rate: '5.500' },
  '2.1': { id: 4, name: 'FR Taux super réduit (2.1%)', rate: '2.100' },
  none: { id: 5, name: 'Hors champ de TVA', rate: null },
}

/** Text in the demo shop's two languages: English is 1; French is 2 and the default. */
export const inBoth = (en: string, fr: string) => [
  { id: '1', value: en },
  { id: '2', value: fr },
]

const row = (id: number, fields: Record<string, Value>, associations = {}): Row => ({
  id,
  fields,
  associations,
})

/** Every table of the demo shop's catalogue, in the shape of PrestaShop 8. */
export function catalogueTables(
  articles: readonly DemoArticle[] = ARTICLES,
): Record<string, Row[]> {
  const combinations = articles.flatMap(article =>
    (article.options ?? []).map((option, index) => ({
      article,
      option,
      id: article.id * 10 + index,
      isDefault: index === 0,
    })),
  )
  return {
    languages: languages(),
    currencies: [
      row(1, { name: 'Euro', iso_code: 'EUR', conversion_rate: '1.000000', active: '1' }),
    ],
    shops: [row(1, { name: 'L’Atelier Colibri', active: '1' })],
    ...vatTables(),
    categories: categories(articles),
    products: articles.map(product),
    combinations: combinations.map(({ article, option, id, isDefault }) =>
      combination(article, option, id, isDefault),
    ),
    product_options: [
      row(1, { group_type: 'select', position: '0', name: inBoth('Choice', 'Choix') }),
    ],
    product_option_values: combinations.map(({ option, id }) =>
      row(id, {
        id_attribute_group: '1',
        color: '',
        position: '0',
        name: inBoth(option.en, option.fr),
      }),
    ),
    specific_prices: articles.filter(article => article.reduction).map(promotion),
    specific_price_rules: [],
    stock_availables: stock(articles),
    image_types: [],
    configurations: configurations(),
  }
}

/** A price without VAT in six decimals, as PrestaShop stores it. */
export function netPrice(priceCents: number, vat: DemoVat): string {
  const rate = Number(VAT_GROUPS[vat].rate ?? 0) / 100
  return (priceCents / 100 / (1 + rate)).toFixed(6)
}

/** Taxes billed at a rate, as an order's line lists them. */
export const taxesOf = (vat: DemoVat): Association =>
  VAT_GROUPS[vat].rate === null ? [] : [{ id: String(VAT_GROUPS[vat].id) }]

export const vatRatePercent = (vat: DemoVat): number => Number(VAT_GROUPS[vat].rate ?? 0)

function languages(): Row[] {
  const language = (id: number, name: string, iso: string, locale: string) =>
    row(id, { name, iso_code: iso, locale, language_code: iso, active: '1', is_rtl: '0' })
  return [
    language(1, 'English (English)', 'en', 'en-US'),
    language(2, 'Français (French)', 'fr', 'fr-FR'),
  ]
}

function vatTables(): Record<string, Row[]> {
  const groups = Object.values(VAT_GROUPS)
  const rated = groups.filter(({ rate }) => rate !== null)
  return {
    tax_rule_groups: groups.map(({ id, name }) =>
      row(id, { name, active: '1', deleted: '0', date_add: MADE_AT, date_upd: MADE_AT }),
    ),
    taxes: rated.map(({ id, rate, name }) =>
      row(id, { rate, active: '1', deleted: '0', name: inBoth(name, name) }),
    ),
    tax_rules: rated.map(({ id }) =>
      row(id, {
        id_tax_rules_group: String(id),
        id_state: '0',
        id_country: String(FRANCE),
        zipcode_from: '0',
        zipcode_to: '0',
        id_tax: String(id),
        behavior: '0',
        description: '',
      }),
    ),
  }
}

function categories(articles: readonly DemoArticle[]): Row[] {
  const top = [
    { id: 1, parentId: 0, fr: 'Racine', en: 'Root' },
    { id: 2, parentId: 1, fr: 'Accueil', en: 'Home' },
  ]
  const all = [...top, ...DEPARTMENTS]
  const depth = (id: number): number => {
    const parent = all.find(one => one.id === id)?.parentId ?? 0
    return parent === 0 ? 0 : depth(parent) + 1
  }
  return all.map(one => {
    const siblings = all.filter(other => other.parentId === one.parentId)
    const members = articles.filter(article => article.department === one.id || one.id === 2)
    const associations: Record<string, Association> = {
      categories: all
        .filter(other => other.parentId === one.id)
        .map(({ id }) => ({ id: String(id) })),
      products: members.map(({ id }) => ({ id: String(id) })),
    }
    return row(
      one.id,
      {
        id_parent: String(one.parentId),
        level_depth: String(depth(one.id)),
        nb_products_recursive: String(members.length),
        active: 'isOpen' in one && one.isOpen === false ? '0' : '1',
        id_shop_default: '1',
        is_root_category: one.id === 2 ? '1' : '0',
        position: String(siblings.indexOf(one)),
        date_add: MADE_AT,
        date_upd: MADE_AT,
        name: inBoth(one.en, one.fr),
      },
      associations,
    )
  })
}

function product(article: DemoArticle): Row {
  const id = String(article.id)
  const combinationIds = (article.options ?? []).map((_option, index) => article.id * 10 + index)
  const net = netPrice(article.priceCents, article.vat)
  return row(
    article.id,
    {
      id_manufacturer: '0',
      id_supplier: '0',
      id_category_default: String(article.department),
      new: null,
      id_default_image: id,
      id_default_combination: combinationIds[0] ?? 0,
      id_tax_rules_group: String(VAT_GROUPS[article.vat].id),
      position_in_category: id,
      manufacturer_name: false,
      quantity: '0',
      type: article.pack ? 'pack' : 'simple',
      id_shop_default: '1',
      reference: `COL-${id.padStart(3, '0')}`,
      weight: '0.250000',
      ean13: ean13(article.id),
      isbn: '',
      upc: '',
      mpn: '',
      is_virtual: '0',
      state: '1',
      pack_stock_type: '3',
      cache_is_pack: article.pack ? '1' : '0',
      product_type: article.pack ? 'pack' : combinationIds.length > 0 ? 'combinations' : 'standard',
      on_sale: article.reduction ? '1' : '0',
      ecotax: ((article.ecotaxCents ?? 0) / 100 / 1.2).toFixed(6),
      minimal_quantity: '1',
      price: net,
      wholesale_price: (Number(net) / 2).toFixed(6),
      ...comparedBy(article),
      active: article.isActive === false ? '0' : '1',
      available_for_order: '1',
      condition: 'new',
      show_price: '1',
      visibility: 'both',
      date_add: MADE_AT,
      date_upd: MADE_AT,
      link_rewrite: inBoth(`article-${id}`, `article-${id}`),
      name: inBoth(article.en, article.fr),
      description_short: inBoth(`<p>${article.en}</p>`, `<p>${article.fr}</p>`),
    },
    {
      categories: [{ id: '2' }, { id: String(article.department) }],
      images: [{ id }],
      combinations: combinationIds.map(combinationId => ({ id: String(combinationId) })),
      stock_availables: [{ id, id_product_attribute: '0' }],
      product_bundle: (article.pack ?? []).map(([itemId, pieces]) => ({
        id: String(itemId),
        id_product_attribute: '0',
        quantity: String(pieces),
      })),
    },
  )
}

/** The unit that the shop compares the price by, from what the name says a piece holds. */
function comparedBy({ fr, options }: DemoArticle): Row['fields'] {
  const [, count = '', unit = ''] = /(\d+(?:,\d+)?) (kg|g|l|cl|ml)\b/.exec(fr) ?? []
  const parts = { kg: 1, g: 1_000, l: 1, cl: 100, ml: 1_000 }[unit]
  if (parts === undefined || options) return { unity: '', unit_price_ratio: '0.000000' }
  const held = Number(count.replace(',', '.')) / parts
  return { unity: unit.endsWith('g') ? 'kg' : 'litre', unit_price_ratio: held.toFixed(6) }
}

function combination(
  article: DemoArticle,
  option: DemoOption,
  id: number,
  isDefault: boolean,
): Row {
  const fields = {
    id_product: String(article.id),
    ean13: ean13(10_000 + id),
    isbn: '',
    upc: '',
    mpn: '',
    reference: `COL-${String(article.id).padStart(3, '0')}-${option.en.slice(0, 3).toUpperCase()}`,
    price: netPrice(option.impactCents, article.vat),
    ecotax: '0.000000',
    weight: '0.000000',
    minimal_quantity: '1',
    default_on: isDefault ? '1' : '',
  }
  return row(id, fields, { product_option_values: [{ id: String(id) }], images: [] })
}

function promotion({ id, reduction = 0 }: DemoArticle): Row {
  return row(id, {
    ...PROMOTION_FIELDS,
    id_product: String(id),
    reduction: (reduction / 10_000).toFixed(6),
  })
}

function stock(articles: readonly DemoArticle[]): Row[] {
  const line = (id: number, productId: number, combinationId: number, quantity: number) =>
    row(id, {
      id_product: String(productId),
      id_product_attribute: String(combinationId),
      id_shop: '1',
      id_shop_group: '0',
      quantity: String(quantity),
      depends_on_stock: '0',
      out_of_stock: '2',
      location: '',
    })
  return articles.flatMap(({ id, stock: quantity = 24, options = [] }) => [
    line(id, id, 0, options.length > 0 ? options.length * 6 : quantity),
    ...options.map((_option, index) => line(10_000 + id * 10 + index, id, id * 10 + index, 6)),
  ])
}

function configurations(): Row[] {
  const values: Record<string, string> = {
    PS_LANG_DEFAULT: '2',
    PS_CURRENCY_DEFAULT: '1',
    PS_COUNTRY_DEFAULT: String(FRANCE),
    PS_TIMEZONE: 'Europe/Paris',
    PS_ROUND_TYPE: '2',
    PS_PRICE_ROUND_MODE: '2',
    PS_HOME_CATEGORY: '2',
    PS_ROOT_CATEGORY: '1',
    PS_USE_ECOTAX: '1',
    PS_TAX: '1',
    PS_STOCK_MANAGEMENT: '1',
    PS_PACK_STOCK_TYPE: '0',
    PS_SHOP_NAME: 'L’Atelier Colibri',
    PS_SHOP_ADDR1: '12 rue des Lilas',
    PS_SHOP_ADDR2: '',
    PS_SHOP_CODE: '44000',
    PS_SHOP_CITY: 'Nantes',
    PS_SHOP_DETAILS: 'SIRET 000 000 000 00000, TVA FR12 000 000 000',
  }
  return Object.entries(values).map(([name, value], index) => row(index + 1, { value, name }))
}

/** A well-formed EAN-13 in the range reserved for use inside a shop (prefix 2). */
export function ean13(number: number): string {
  const twelve = `29${String(number).padStart(10, '0')}`
  const sum = [...twelve].reduce(
    (all, digit, index) => all + Number(digit) * (index % 2 ? 3 : 1),
    0,
  )
  return `${twelve}${(10 - (sum % 10)) % 10}`
}
