/** One value of a sealed entry, and where it stands: `event.lines.0.vatRate`. */
export interface Literal {
  path: string
  text: string
}

/**
 * Every value that an entry holds, in its own order and as it was sealed: nothing is computed,
 * left out or translated. What is empty is shown as such.
 */
export function literalsOf(value: unknown, path = ''): Literal[] {
  if (typeof value !== 'object' || value === null) return [{ path, text: JSON.stringify(value) }]
  const inner = Object.entries(value)
  if (inner.length === 0) return [{ path, text: Array.isArray(value) ? '[]' : '{}' }]
  return inner.flatMap(([name, one]) => literalsOf(one, path === '' ? name : `${path}.${name}`))
}
