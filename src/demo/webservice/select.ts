import { closest, refuse, refuseAll, refuseList } from './failure'
import type { ShopQuery } from './query'
import { describe } from './resources'
import { isLocalText, type Row } from './shopData'

const DATES = ['date_add', 'date_upd']

/** Names of all fields of a resource, in the order of its records. */
export function fieldNames(rows: readonly Row[]): string[] {
  return ['id', ...Object.keys(rows[0]?.fields ?? {})]
}

/** Rows of a list: filtered, sorted, cut; without a sort in the database's order. */
export function selectRows(resource: string, rows: readonly Row[], query: ShopQuery): Row[] {
  const filtered = filterRows(resource, rows, query)
  const sorted = sortRows(rows, filtered, query)
  return cut(sorted, query.limit)
}

function filterRows(resource: string, rows: readonly Row[], query: ShopQuery): Row[] {
  // An empty table gives no field names here; PrestaShop knows them.
  if (rows.length === 0) return []
  const names = filterable(rows)
  const computed = describe(resource).computed ?? []
  let left = [...rows]
  for (const [field, condition] of Object.entries(query.filters)) {
    const isDate = DATES.includes(field)
    if (isDate ? !query.withDates : !names.includes(field)) {
      const list = names.map(name => `"${name}"`).join(', ')
      refuseList(
        32,
        `This filter does not exist. Did you mean: "${closest(field, names)}"? The full list is: ${list}`,
      )
    }
    if (computed.includes(field)) {
      refuseList(
        34,
        `The field "${field}" is dynamic. It is not possible to filter GET query with this field.`,
      )
    }
    const fits = conditionOf(condition)
    left = left.filter(row => fits(field === 'id' ? String(row.id) : plainText(row, field)))
  }
  return left
}

/** PrestaShop: dates and texts in several languages are not among the filters it lists. */
function filterable(rows: readonly Row[]): string[] {
  const first = rows[0]
  return fieldNames(rows).filter(name => !DATES.includes(name) && !isLocalText(first?.fields[name]))
}

function plainText(row: Row, field: string): string {
  const value = row.base?.[field] ?? row.fields[field]
  return isLocalText(value) ? value.map(one => one.value ?? '').join(' ') : String(value ?? '')
}

/** Tests a filter can hold: `[1|2]`, `[1,9]`, `>[1]`, `<[1]`, `![1]`, `[a]%`, `%[a]%`, `a`. */
function conditionOf(condition: string): (value: string) => boolean {
  const [, prefix = '', inner = '', suffix = ''] = /^([<>!%]?)\[(.*)\](%?)$/.exec(condition) ?? [
    '',
    '',
    condition,
    '',
  ]
  const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  if (prefix === '>') return value => compare(value, inner) > 0
  if (prefix === '<') return value => compare(value, inner) < 0
  if (prefix === '!') return value => !inner.split('|').includes(value)
  if (prefix === '%' && suffix === '%') return value => fold(value).includes(fold(inner))
  if (prefix === '%') return value => fold(value).endsWith(fold(inner))
  if (suffix === '%') return value => fold(value).startsWith(fold(inner))

  const [from, to] = inner.split(',')
  if (to !== undefined && from !== undefined) {
    return value => compare(value, from) >= 0 && compare(value, to) <= 0
  }
  const wanted = inner.split('|').map(fold)
  return value => wanted.includes(fold(value))
}

function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)]
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y
  return a < b ? -1 : a > b ? 1 : 0
}

function sortRows(rows: readonly Row[], filtered: Row[], { sort, withDates }: ShopQuery): Row[] {
  if (sort === undefined) return filtered
  const names = fieldNames(rows).filter(name => withDates || !DATES.includes(name))
  const plain = filterable(rows)
  const texts = names.filter(name => !plain.includes(name) && !DATES.includes(name))
  const orders = sort
    .replace(/^\[/, '')
    .replace(/\]$/, '')
    .split(',')
    .map(part => {
      const match = /^(\w+)_(ASC|DESC)$/i.exec(part)
      if (!match?.[1]) {
        refuseList(
          37,
          'The "sort" value has to be formed as this example: "field_ASC" or ' +
            '\'[field_1_DESC,field_2_ASC,field_3_ASC,...]\' ("field" has to be an available field)',
        )
      }
      if (!names.includes(match[1])) {
        refuseList(
          38,
          `Unable to filter by this field. However, these are available: ${plain.join(', ')}, for i18n fields:${texts.join(', ')}`,
        )
      }
      return { field: match[1], sign: match[2]?.toUpperCase() === 'DESC' ? -1 : 1 }
    })
  return filtered.toSorted((a, b) => {
    for (const { field, sign } of orders) {
      const [x, y] = field === 'id' ? [a.id, b.id] : [plainText(a, field), plainText(b, field)]
      const order = compare(String(x), String(y))
      if (order !== 0) return sign * order
    }
    return 0
  })
}

/** `limit=N` or `limit=START,N`. PrestaShop: anything else gives an empty list, no error. */
function cut(rows: Row[], limit: string | undefined): Row[] {
  if (limit === undefined) return rows
  const [first = '', second] = limit.split(',')
  const [start, count] = second === undefined ? ['0', first] : [first, second]
  if (!/^\d+$/.test(start) || !/^\d+$/.test(count)) return []
  return rows.slice(Number(start), Number(start) + Number(count))
}

/** Languages of an answer: the requested ones, or all active ones (undefined). */
export function askedLanguages(
  language: string | undefined,
  knownIds: readonly number[],
): number[] | undefined {
  if (language === undefined || language === '') return undefined
  const query = language.replace(/[[\]]/g, '').split('|')
  if (query.some(id => !/^\d+$/.test(id))) {
    const errors = [
      { code: 79, message: 'language value is wrong' },
      { code: 81, message: 'language is not available' },
    ]
    refuseAll(400, errors)
  }
  const ids = query.map(Number)
  if (ids.some(id => !knownIds.includes(id))) refuse(400, 81, 'language is not available')
  return ids
}
