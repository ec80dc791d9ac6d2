import type { Article } from '@/core/catalogue/article'
import { fold } from '@/core/catalogue/search'
import { articleAt, brandOf, codeOf, idOf, nounOf } from './articles'

/** What is typed, and which article is meant; of one letter no single one is. */
export interface Question {
  text: string
  right: string | null
}

/** What people type: a first letter, a word begun, words without their accents, the middle of a word, a mistake. */
export type Kind = (typeof KINDS)[number]
export const KINDS = ['letter', 'word', 'accents', 'middle', 'wrong'] as const

/** Of those answers a person sees the first; the right one must be among them. */
export const ANSWERS_SEEN = 20
/** The most answers that are asked for, as the till does. */
export const ANSWERS = 100

const ASKED = 24
const LETTERS = 'lcbtsgpvmedrzfanq'
const STRIDE = 6_007

/** Places spread over the catalogue; of another `turn`, other ones. Never one that `changedPlaces` has. */
function spread(count: number, turn: number): number[] {
  return Array.from({ length: ASKED }, (_none, at) => {
    const place = ((turn * ASKED + at + 1) * STRIDE) % count
    return place % 20 === 7 ? place - 1 : place
  })
}

/** The questions of a kind over a catalogue of `count` articles; of another turn, other ones. */
export function questionsOf(kind: Kind, count: number, turn: number): Question[] {
  if (kind === 'letter') return [...LETTERS].map(text => ({ text, right: null }))
  return spread(count, turn).map(place => ({ text: TYPED[kind](place), right: idOf(place) }))
}

const brand = (place: number) => fold(brandOf(place))
const noun = (place: number) => fold(nounOf(place)).split(' ')[0] ?? ''

const TYPED: Record<Exclude<Kind, 'letter'>, (place: number) => string> = {
  word: place => brand(place).slice(0, -1),
  accents: place => `${noun(place)} ${brand(place)}`,
  middle: place => `${noun(place)} ${brand(place).slice(3)}`,
  wrong: place => {
    const word = brand(place)
    const at = Math.floor(word.length / 2)
    return `${noun(place)} ${word.slice(0, at)}${word[at] === 'x' ? 'w' : 'x'}${word.slice(at + 1)}`
  },
}

/** Codes of articles spread over the catalogue, each once where there are as many. */
export const codesAsked = (count: number, asked: number) =>
  Array.from({ length: asked }, (_none, at) => {
    const place = (at * STRIDE + 11) % count
    return { code: codeOf(place), right: idOf(place) }
  })

const CHANGED = 50

/** Fifty articles from all over the catalogue, as a change of prices meets them. */
export const changedPlaces = (count: number): number[] =>
  Array.from({ length: CHANGED }, (_none, at) => Math.floor((at * count) / CHANGED / 20) * 20 + 7)

/** The articles at a price of this round. */
export const pricedAnew = (count: number, round: number): Article[] =>
  changedPlaces(count).map(place => ({
    ...articleAt(place),
    priceCents: 20_000 + round * 100 + (place % 97),
  }))

/** The articles under a name that only this round has. */
export const namedAnew = (count: number, round: number): Article[] =>
  changedPlaces(count).map(place => ({
    ...articleAt(place),
    priceCents: 20_000 + round * 100 + (place % 97),
    name: `Nouveauté ${newWord(round)} ${articleAt(place).name}`,
  }))

export const newWord = (round: number): string => `wyx${'abcdefghij'[round % 10]}kw${round}`
