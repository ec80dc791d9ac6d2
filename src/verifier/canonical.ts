/**
 * The one text of a JSON value (RFC 8785): keys in the order of their UTF-16 units, no spaces.
 * A sealed number is whole, so that its decimal form is unique; any other is refused.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === 'string') return textOfString(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('not a whole number')
    // -0 is written as 0.
    return String(value)
  }
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value !== 'object') throw new TypeError('not a JSON value')
  return Array.isArray(value) ? textOfList(value) : textOfObject(value as Fields)
}

/** The canonical text of an object without one of its fields. */
export function canonicalTextWithout(fields: object, without: string): string {
  const { [without]: _left, ...others } = fields as Fields
  // A till stores fields in canonical order: JSON.stringify then writes the same text, faster.
  return isInOrder(others) ? JSON.stringify(others) : textOfObject(others)
}

type Fields = Record<string, unknown>

/** Whether JSON.stringify writes a value as `canonicalText` does; false in doubt. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return isListInOrder(value)
  // No till writes a Date, nor another object with a JSON form of its own.
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
  // JSON.stringify writes a hole as null; here it is an undefined value.
  for (const inner of list) if (!isInOrder(inner)) return false
  return true
}

/** A string that JSON writes unchanged between quotes: nothing in it needs an escape. */
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
  /** The name in JSON, with its colon. */
  written: string
}

/** Entries of one kind have the same names in the same order: they are sorted once. */
const orders = new Map<string, readonly Name[]>()
/** More than any journal has: an archive altered to fill the memory does not get past it. */
const MOST_ORDERS = 5_000

function orderOf(names: readonly string[]): readonly Name[] {
  const key = names.join('\0')
  const known = orders.get(key)
  // A name with a NUL, which no till writes, could be read as two names.
  if (known?.length === names.length) return known
  const order = [...names].sort().map(name => ({ name, written: `${textOfString(name)}:` }))
  if (orders.size >= MOST_ORDERS) orders.clear()
  orders.set(key, order)
  return order
}
