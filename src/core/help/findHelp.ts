import type { HelpPage } from './helpPage'
import { fold } from '@/core/catalogue/search'

/** A passage of the manual that answers a search. */
export interface HelpPassage {
  page: string
  title: string
  /** Heading of the part of the page; empty for its beginning. */
  heading: string
  /** What is written around the words, on one line. */
  excerpt: string
}

const MOST_PASSAGES = 20
const EXCERPT_LENGTH = 140
/** Fewer letters than this are a word that everything has. */
const SHORTEST_WORD = 2
const [IN_TITLE, IN_HEADING, IN_TEXT] = [9, 4, 1]

interface Part {
  page: HelpPage
  heading: string
  text: string
}

/**
 * The passages that have all the words of a search, the nearest first: words of titles count most,
 * then those of headings. Accents and capitals do not matter; a word may be only begun.
 */
export function findHelp(pages: readonly HelpPage[], query: string): HelpPassage[] {
  const words = wordsOf(query)
  if (words.length === 0) return []
  return pages
    .flatMap(partsOf)
    .map(part => ({ part, score: scoreOf(part, words) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST_PASSAGES)
    .map(({ part }) => passageOf(part, words))
}

const wordsOf = (query: string): string[] =>
  fold(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word.length >= SHORTEST_WORD)

/** A page, cut at its headings. */
function partsOf(page: HelpPage): Part[] {
  const [beginning = '', ...others] = page.text.split(/^## /m)
  const parts = others.map(text => {
    const [heading = '', ...lines] = text.split('\n')
    return { page, heading: plainText(heading), text: plainText(lines.join('\n')) }
  })
  const first = beginning.replace(/^# .*$/m, '')
  return [{ page, heading: '', text: plainText(first) }, ...parts]
}

/** What is read of a Markdown text, on one line. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`|]|^#+ |^\s*(?:[-+]|\d+\.) /gm, ' ')
    .replace(/-{3,}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** 0 where a word is missing. */
function scoreOf({ page, heading, text }: Part, words: readonly string[]): number {
  const fields = [
    [` ${fold(page.title)}`, IN_TITLE],
    [` ${fold(heading)}`, IN_HEADING],
    [` ${fold(text)}`, IN_TEXT],
  ] as const
  let score = 0
  for (const word of words) {
    const found = fields.filter(([field]) => beginsAWord(field, word))
    if (found.length === 0) return 0
    score += found.reduce((sum, [, weight]) => sum + weight, 0)
  }
  return score
}

const beginsAWord = (field: string, word: string) =>
  field.split(/[^\p{L}\p{N}]+/u).some(one => one.startsWith(word))

function passageOf({ page, heading, text }: Part, words: readonly string[]): HelpPassage {
  return { page: page.name, title: page.title, heading, excerpt: excerptOf(text, words) }
}

/** The text around the first of the words, cut at blanks. */
function excerptOf(text: string, words: readonly string[]): string {
  if (text.length <= EXCERPT_LENGTH) return text
  const folded = fold(text)
  const places = words.map(word => folded.indexOf(word)).filter(place => place >= 0)
  // Folding may change a length by a letter or two: the words are in sight all the same.
  const about = Math.max(0, Math.min(...places, text.length) - EXCERPT_LENGTH / 3)
  const from = about === 0 || places.length === 0 ? 0 : text.indexOf(' ', about) + 1
  const end = text.lastIndexOf(' ', from + EXCERPT_LENGTH)
  const until = from + EXCERPT_LENGTH >= text.length || end <= from ? text.length : end
  return `${from > 0 ? '… ' : ''}${text.slice(from, until)}${until < text.length ? ' …' : ''}`
}
