/** HTML that is sent as it is: made by `tag` alone, or of this program's own texts. */
export interface Markup {
  markup: string
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => ESCAPED[sign] ?? '')

const WITHOUT_END = new Set(['meta'])

/** An element; a text in it or in an attribute is never read as HTML. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string>>,
  inside: readonly (Markup | string)[] = [],
): Markup {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const start = `<${name}${written.join('')}>`
  if (WITHOUT_END.has(name)) return { markup: start }
  const content = inside.map(part => (typeof part === 'string' ? escaped(part) : part.markup))
  return { markup: `${start}${content.join('')}</${name}>` }
}

/** A text with the names in braces replaced, in their order, by what is given. */
export function fill(text: string, ...values: readonly (Markup | string)[]): (Markup | string)[] {
  return text.split(/\{\w+\}/).flatMap((part, at) => {
    const value = at === 0 ? undefined : values[at - 1]
    return value === undefined ? [part] : [value, part]
  })
}
