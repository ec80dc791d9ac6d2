/**
 * The one text of a JSON value (RFC 8785): keys in the order of their UTF-16 units, no spaces.
 * A sealed number is whole, so that its decimal form is unique; any other is refused.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === 'string') return textOfString(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('not a whole number')
    // Minus nought is written 0.
    return String(value)
  }
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value !== 'object') throw new TypeError('not a JSON value')
  return Array.isArray(value) ? textOfList(value) : textOfObject(value as Fields)
}

/** The text of an object as if it had not that one field. */
export function canonicalTextWithout(fields: object, without: string): string {
  return textOfObject(fields as Fields, without)
}

type Fields = Record<string, unknown>

/** What JSON writes as it is between quotes: no quote, no backslash, nothing to escape. */
const PLAIN = /^[ !#-[\]-~]*$/

const textOfString = (text: string) => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))

function textOfList(list: readonly unknown[]): string {
  let text = ''
  for (const inner of list) text += `${text === '' ? '' : ','}${canonicalText(inner)}`
  return `[${text}]`
}

function textOfObject(fields: Fields, without?: string): string {
  let text = ''
  for (const { name, written } of orderOf(Object.keys(fields))) {
    if (name === without) continue
    text += `${text === '' ? '' : ','}${written}${canonicalText(fields[name])}`
  }
  return `{${text}}`
}

interface Name {
  name: string
  /** As JSON writes it, with its colon. */
  written: string
}

/** Entries of a kind have the same names in the same order: put in the right one once. */
const orders = new Map<string, readonly Name[]>()
/** No journal has so many kinds; one that was altered to fill the memory does not. */
const MOST_ORDERS = 5_000

function orderOf(names: readonly string[]): readonly Name[] {
  const key = names.join('\0')
  const known = orders.get(key)
  // A name with a zero in it, which no till writes, could be taken for two.
  if (known?.length === names.length) return known
  const order = [...names].sort().map(name => ({ name, written: `${textOfString(name)}:` }))
  if (orders.size >= MOST_ORDERS) orders.clear()
  orders.set(key, order)
  return order
}
