/** Every copy of a value with one part of it changed, dropped or added. */
export function* alterations(value: unknown): Generator {
  if (typeof value === 'number') yield value + 1
  if (typeof value === 'string') yield `${value} `
  if (typeof value === 'boolean') yield !value
  if (value === null) yield ''
  if (value === null || typeof value !== 'object') return
  if (Array.isArray(value)) {
    const list = value as unknown[]
    yield [...list, 0]
    for (const [index, inner] of list.entries()) {
      yield list.toSpliced(index, 1)
      for (const altered of alterations(inner)) yield list.with(index, altered)
    }
    return
  }
  yield { ...value, added: 0 }
  for (const [key, inner] of Object.entries(value)) {
    yield Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
    for (const altered of alterations(inner)) yield { ...value, [key]: altered }
  }
}
