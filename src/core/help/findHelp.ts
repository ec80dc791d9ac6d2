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
/** And shorter than this, a word that tells little of what is sought. */
const SHORTEST_TELLING = 4
/** From this length on, a word may have one mistake. */
const SHORTEST_MISTAKEN = 5
const [IN_TITLE, IN_HEADING, IN_TEXT] = [9, 4, 1]

interface Part {
  page: HelpPage
  heading: string
  text: string
}

/**
 * The passages that have all the words of a search, the nearest first: words of titles count most,
 * then those of headings. Accents and capitals do not matter; a word may be only begun. Where no
 * passage has them all, those with the most of the longer words, each with one mistake at most.
 */
export function findHelp(pages: readonly HelpPage[], query: string): HelpPassage[] {
  const words = wordsOf(query)
  if (words.length === 0) return []
  const parts = pages.flatMap(partsOf)
  const whole = ranked(parts, words, beginsAWord).filter(({ count }) => count === words.length)
  if (whole.length > 0) return whole.slice(0, MOST_PASSAGES).map(found => found.passage)
  const telling = words.filter(word => word.length >= SHORTEST_TELLING)
  const near = ranked(parts, telling, nearlyBeginsAWord)
  const most = near.reduce((top, { count }) => Math.max(top, count), 1)
  return near
    .filter(({ count }) => count === most)
    .slice(0, MOST_PASSAGES)
    .map(found => found.passage)
}

type Finds = (field: string, word: string) => boolean

/** Each part with how many of the words it has, the highest score first. */
function ranked(parts: readonly Part[], words: readonly string[], finds: Finds) {
  return parts
    .map(part => ({ passage: passageOf(part, words), ...scoreOf(part, words, finds) }))
    .sort((one, other) => other.score - one.score)
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
    .replace(/ ([.,])(?= |$)/g, '$1')
    .trim()
}

/** How many of the words a part has, and how well placed they are. */
function scoreOf({ page, heading, text }: Part, words: readonly string[], finds: Finds) {
  const fields = [
    [` ${fold(page.title)}`, IN_TITLE],
    [` ${fold(heading)}`, IN_HEADING],
    [` ${fold(text)}`, IN_TEXT],
  ] as const
  let [score, count] = [0, 0]
  for (const word of words) {
    const found = fields.filter(([field]) => finds(field, word))
    count += found.length > 0 ? 1 : 0
    score += found.reduce((sum, [, weight]) => sum + weight, 0)
  }
  return { score, count }
}

const splitField = (field: string) => field.split(/[^\p{L}\p{N}]+/u)

const beginsAWord = (field: string, word: string) =>
  splitField(field).some(one => one.startsWith(word))

const nearlyBeginsAWord = (field: string, word: string) =>
  beginsAWord(field, word) ||
  (word.length >= SHORTEST_MISTAKEN && splitField(field).some(one => isOneMistake(one, word)))

/** Whether a word begins as `typed` does, but for one letter wrong, missing, added or exchanged. */
function isOneMistake(word: string, typed: string): boolean {
  let at = 0
  while (at < typed.length && word[at] === typed[at]) at += 1
  const rest = typed.slice(at + 1)
  const exchanged = `${typed[at + 1] ?? ''}${typed[at] ?? ''}${typed.slice(at + 2)}`
  return [
    [at + 1, rest],
    [at + 1, typed.slice(at)],
    [at, rest],
    [at, exchanged],
  ].some(([from, end]) => word.startsWith(String(end), Number(from)))
}

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
