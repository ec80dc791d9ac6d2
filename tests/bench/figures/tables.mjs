// Tables of the manual's pages, as the figures give them.

/** A table in Markdown. */
export const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')

/**
 * A page with its tables replaced by those given, each in the place of the one whose first heading is the same.
 *
 * @throws where the page has no such table.
 */
export function withTables(page, tables) {
  return tables.reduce((text, one) => {
    const lines = text.split('\n')
    const from = lines.findIndex(line => firstOf(line) === firstOf(one))
    if (from === -1) throw new Error(`the page has no table that begins with ${firstOf(one)}`)
    let to = from
    while (lines[to]?.startsWith('|')) to += 1
    return [...lines.slice(0, from), one, ...lines.slice(to)].join('\n')
  }, page)
}

/** The first heading of a table, with plain spaces: pages are typed without those that hold numbers together. */
const firstOf = text => text.split(' | ')[0].replaceAll(/[\u00a0\u202f]/g, ' ')
