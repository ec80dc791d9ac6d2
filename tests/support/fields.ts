/** Where values stand in a value: `.lines[].name`. A list has one place for all it holds. */
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

/** The same of all that a shape may hold, as valibot tells it. */
export function pathsOfShape({ type, entries, item, wrapped }: Shape): string[] {
  if (wrapped) return pathsOfShape(wrapped)
  if (item) return pathsOfShape(item).map(path => `[]${path}`)
  // A record has whatever names: that it is there is enough to know.
  if (type === 'record' || !entries) return type === 'record' ? [] : ['']
  return Object.entries(entries).flatMap(([name, inner]) =>
    pathsOfShape(inner).map(path => `.${name}${path}`),
  )
}
