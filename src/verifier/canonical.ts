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
  const { [without]: _left, ...others } = fields as Fields
  // What a till keeps is in order already: JSON writes that same text, some times as fast.
  return isInOrder(others) ? JSON.stringify(others) : textOfObject(others)
}

type Fields = Record<string, unknown>

/** Whether JSON writes a value as `canonicalText` does; false where it cannot be told. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return isListInOrder(value)
  // A date, or another thing that JSON writes in a way of its own, was put there by nobody.
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  const fields = value as Fields
  let last = ''
  for (const name in fields) {
    if (name < last || !isInOrder(fields[name])) return false
    last = name
  }
  return true
}

function isListInOrder(list: readonly unknown[]): boolean {
  // A hole, which JSON writes as null, is met here as a value that is none.
  for (const inner of list) if (!isInOrder(inner)) return false
  return true
}

/** What JSON writes as it is between quotes: no quote, no backslash, nothing to escape. */
const PLAIN = /^[ !#-[\]-~]*$/

const textOfString = (text: string) => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))

function textOfList(list: readonly unknown[]): string {
  let text = ''
  for (const inner of list) text += `${text === '' ? '' : ','}${canonicalText(inner)}`
  return `[${text}]`
}

function textOfObject(fields: Fields): string {
  let text = ''
  for (const { name, written } of orderOf(Object.keys(fields))) {
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
