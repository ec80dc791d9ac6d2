import { Lexer, type Token, type Tokens } from 'marked'
import { defineComponent, h, type VNode, type VNodeArrayChildren } from 'vue'
import { useMessages } from '@/messages/useMessages'

/** A picture of the manual: its address, and what is seen on it. */
export interface HelpPicture {
  src: string
  alt: string
}

/**
 * A page of the manual, from Markdown. It is drawn element by element: no text of it is ever read as
 * HTML. A link to another page of the manual is given to `open`, a picture that is tapped to `enlarge`.
 */
export const HelpText = defineComponent({
  name: 'HelpText',
  props: {
    /** Markdown. */
    text: { type: String, required: true },
    /** Addresses of the pictures, by how the text names them. */
    pictures: { type: Object as () => Readonly<Record<string, string>>, required: true },
  },
  emits: {
    open: (page: string) => page.length > 0,
    enlarge: ({ src }: HelpPicture) => src.length > 0,
  },
  setup(props, { emit }) {
    const { t } = useMessages()
    const drawing: Drawing = {
      enlargeLabel: () => t('help.enlarge'),
      enlarge: picture => emit('enlarge', picture),
      pictures: name => props.pictures[name],
      open: page => emit('open', page),
    }
    return () => h('div', { class: 'help-text' }, drawAll(Lexer.lex(props.text), drawing))
  },
})

interface Drawing {
  pictures: (name: string) => string | undefined
  open: (page: string) => void
  enlarge: (picture: HelpPicture) => void
  enlargeLabel: () => string
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
  image: ({ href, text }: Tokens.Image, drawing) => drawPicture(href, text, drawing),
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

function drawPicture(name: string, alt: string, drawing: Drawing): VNode | string {
  const src = drawing.pictures(name)
  if (!src) return ''
  const attributes = {
    type: 'button',
    class: 'help-text__picture',
    'aria-haspopup': 'dialog',
    onClick: () => drawing.enlarge({ src, alt }),
  }
  return h('button', attributes, [
    h('span', { class: 'visually-hidden' }, drawing.enlargeLabel()),
    h('img', { src, alt, loading: 'lazy' }),
  ])
}

function drawTable({ header, rows }: Tokens.Table, drawing: Drawing): VNode {
  const cells = (row: readonly Tokens.TableCell[], name: 'th' | 'td') =>
    row.map(cell => h(name, drawAll(cell.tokens, drawing)))
  const body = rows.map(row => h('tr', cells(row, 'td')))
  const table = h('table', [h('thead', h('tr', cells(header, 'th'))), h('tbody', body)])
  return h('div', { class: 'help-text__table', tabindex: 0 }, table)
}
