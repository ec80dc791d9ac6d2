import { Lexer, type Token, type Tokens } from 'marked'
import { defineComponent, h, type VNode, type VNodeArrayChildren } from 'vue'

/**
 * A page of the manual, from Markdown. It is drawn element by element: no text of it is ever read as
 * HTML. A link to another page of the manual is given to `open`.
 */
export const HelpText = defineComponent({
  name: 'HelpText',
  props: {
    /** Markdown. */
    text: { type: String, required: true },
    /** Addresses of the pictures, by how the text names them. */
    pictures: { type: Object as () => Readonly<Record<string, string>>, required: true },
  },
  emits: { open: (page: string) => page.length > 0 },
  setup(props, { emit }) {
    const drawing: Drawing = {
      pictures: name => props.pictures[name],
      open: page => emit('open', page),
    }
    return () => h('div', { class: 'help-text' }, drawAll(Lexer.lex(props.text), drawing))
  },
})

interface Drawing {
  pictures: (name: string) => string | undefined
  open: (page: string) => void
}

const drawAll = (tokens: readonly Token[] | undefined, drawing: Drawing): VNodeArrayChildren =>
  (tokens ?? []).map(token => draw(token, drawing))

/** What is drawn of each kind of token; the others are shown as they are written. */
const DRAWN: Record<string, (token: never, drawing: Drawing) => VNode | string> = {
  space: () => '',
  heading: ({ depth, tokens }: Tokens.Heading, drawing) =>
    h(`h${Math.min(depth + 1, 6)}`, drawAll(tokens, drawing)),
  paragraph: ({ tokens }: Tokens.Paragraph, drawing) => h('p', drawAll(tokens, drawing)),
  blockquote: ({ tokens }: Tokens.Blockquote, drawing) => h('blockquote', drawAll(tokens, drawing)),
  code: ({ text }: Tokens.Code) => h('pre', { tabindex: 0 }, h('code', text)),
  list: ({ ordered, start, items }: Tokens.List, drawing) =>
    h(
      ordered ? 'ol' : 'ul',
      ordered && start !== '' && start !== 1 ? { start } : {},
      items.map(item => h('li', drawAll(item.tokens, drawing))),
    ),
  table: (table: Tokens.Table, drawing) => drawTable(table, drawing),
  strong: ({ tokens }: Tokens.Strong, drawing) => h('strong', drawAll(tokens, drawing)),
  em: ({ tokens }: Tokens.Em, drawing) => h('em', drawAll(tokens, drawing)),
  codespan: ({ text }: Tokens.Codespan) => h('code', text),
  br: () => h('br'),
  escape: ({ text }: Tokens.Escape) => text,
  text: (token: Tokens.Text, drawing) =>
    token.tokens ? h('span', drawAll(token.tokens, drawing)) : token.text,
  link: (link: Tokens.Link, drawing) => drawLink(link, drawing),
  image: ({ href, text }: Tokens.Image, { pictures }) => {
    const src = pictures(href)
    return src ? h('img', { src, alt: text, loading: 'lazy' }) : ''
  },
}

function draw(token: Token, drawing: Drawing): VNode | string {
  return DRAWN[token.type]?.(token as never, drawing) ?? token.raw
}

/** A page of the manual opens in its place, an address of the web beside the till. */
function drawLink({ href, tokens }: Tokens.Link, drawing: Drawing): VNode {
  const page = /^([\w-]+)\.md(?:#.*)?$/.exec(href)?.[1]
  const shown = drawAll(tokens, drawing)
  if (page) {
    const open = (event: Event) => {
      event.preventDefault()
      drawing.open(page)
    }
    return h('a', { href: `#/aide/${page}`, onClick: open }, shown)
  }
  if (href.startsWith('https://')) return h('a', { href, target: '_blank', rel: 'noopener' }, shown)
  return h('span', shown)
}

function drawTable({ header, rows }: Tokens.Table, drawing: Drawing): VNode {
  const cells = (row: readonly Tokens.TableCell[], name: 'th' | 'td') =>
    row.map(cell => h(name, drawAll(cell.tokens, drawing)))
  const body = rows.map(row => h('tr', cells(row, 'td')))
  const table = h('table', [h('thead', h('tr', cells(header, 'th'))), h('tbody', body)])
  return h('div', { class: 'help-text__table', tabindex: 0 }, table)
}
