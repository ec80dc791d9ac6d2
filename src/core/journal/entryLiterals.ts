/** One value of a sealed entry and its path: `event.lines.0.vatRate`. */
export interface Literal {
  path: string
  text: string
}

/**
 * Every value of an entry, in its own order and as sealed: nothing is computed, left out or
 * translated. An empty list or object is shown as `[]` or `{}`.
 */
export function literalsOf(value: unknown, path = ''): Literal[] {
  if (typeof value !== 'object' || value === null) return [{ path, text: JSON.stringify(value) }]
  const inner = Object.entries(value)
  if (inner.length === 0) return [{ path, text: Array.isArray(value) ? '[]' : '{}' }]
  return inner.flatMap(([name, one]) => literalsOf(one, path === '' ? name : `${path}.${name}`))
}
