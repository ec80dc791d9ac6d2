import { basicLines, type PaperLine } from './paperLine'

/**
 * A paper as text of any width, for a mail, where columns do not hold. `pair` puts a name beside its
 * amount, as the language does.
 */
export function plainText(
  lines: readonly PaperLine[],
  pair: (name: string, amount: string) => string,
): string {
  const text = basicLines(lines).flatMap(line => {
    switch (line.kind) {
      case 'text':
        return line.text
      case 'row':
        return pair(line.left, line.right)
      case 'table':
        return line.rows.map(([name = '', ...amounts]) =>
          pair(
            name,
            amounts.map((amount, at) => `${line.head[at + 1] ?? ''} ${amount}`).join(', '),
          ),
        )
      case 'rule':
      case 'space':
        return ''
      case 'code':
      case 'logo':
        return line.caption || []
    }
  })
  return text
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
