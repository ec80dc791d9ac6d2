/** Paths of all values in a value: `.lines[].name`. All elements of a list share one path. */
export function pathsOf(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return ['']
  if (Array.isArray(value)) return value.flatMap(pathsOf).map(path => `[]${path}`)
  return Object.entries(value).flatMap(([name, inner]) => pathsOf(inner).map(at => `.${name}${at}`))
}

interface Shape {
  type: string
  entries?: Record<string, Shape>
  item?: Shape
  wrapped?: Shape
}

/** Paths of all values a valibot shape may hold. */
export function pathsOfShape({ type, entries, item, wrapped }: Shape): string[] {
  if (wrapped) return pathsOfShape(wrapped)
  if (item) return pathsOfShape(item).map(path => `[]${path}`)
  // A record may have any names: its presence is enough.
  if (type === 'record' || !entries) return type === 'record' ? [] : ['']
  return Object.entries(entries).flatMap(([name, inner]) =>
    pathsOfShape(inner).map(path => `.${name}${path}`),
  )
}
