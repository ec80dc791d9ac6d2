import type { Query } from './request'
import type { UnknownField } from './decode/errorBody'

/**
 * Fields of the shop's resources that its version does not have. PrestaShop refuses a whole list
 * for one of them (error 35, and 1.6 lacks `isbn` and `state`): they are left out of every later
 * request instead.
 */
export function makeKnownFields() {
  const lacking = new Map<string, Set<string>>()

  /** The query without the fields that this shop is known to lack. */
  function withoutLacking(resource: string, query: Query): Query {
    const { display } = query
    const gone = lacking.get(resource)
    if (!gone || typeof display !== 'string') return query
    const kept = fieldsOf(display).filter(field => !gone.has(field))
    return { ...query, display: `[${kept.join(',')}]` }
  }

  /** Notes what an error tells; false when it tells nothing new, and the request would fail again. */
  function learn(resource: string, query: Query, { field, available }: UnknownField): boolean {
    if (typeof query.display !== 'string') return false
    const gone = lacking.get(resource) ?? new Set()
    const before = gone.size
    for (const one of fieldsOf(query.display)) {
      const isPlain = !one.includes('[') && query[`price[${one}][decimals]`] === undefined
      const isLacking = available.length > 0 && !available.includes(one)
      if (one === field || (isPlain && isLacking)) gone.add(one)
    }
    lacking.set(resource, gone)
    return gone.size > before
  }

  return { withoutLacking, learn }
}

/** `[id,name,categories[id,name]]` as its fields; an association keeps its own brackets. */
function fieldsOf(display: string): string[] {
  const inner = display.replace(/^\[/, '').replace(/\]$/, '')
  return inner.match(/\w+(?:\[[^\]]*\])?/g) ?? []
}
