import type { Article } from '@/core/catalogue/article'
import {
  ANSWERS_SEEN,
  codesAsked,
  KINDS,
  namedAnew,
  newWord,
  pricedAnew,
  questionsOf,
  type Kind,
} from './questions'
import { articleAt, articlesUpTo } from './articles'

type Soon<T> = T | PromiseLike<T>

/** Promises of a library are its own. */
const isLater = <T>(value: Soon<T>): value is PromiseLike<T> =>
  typeof (value as PromiseLike<T> | undefined)?.then === 'function'

/** What every contestant does with the same articles, each in the way that its own makers recommend. */
export interface Contestant {
  /** Databases of its own, deleted before all is written. */
  databases: string[]
  /** Kinds of questions that it has no answer to, by its documentation. */
  lacks?: readonly Kind[]
  /** Has the articles where `write` needs them, where that is not the page. */
  prepare?: (count: number) => Promise<unknown>
  /** Writes all articles into an empty database; resolves once they are on the disk. */
  write: (articles: Article[]) => Promise<void>
  /** Opens what was written: when codes are answered, and when words are. */
  open: () => { codes: Promise<unknown>; words: Promise<unknown> }
  byCode: (code: string) => Soon<{ articleId: string; name: string } | undefined>
  /** At most a hundred articles, best first. */
  byWords: (text: string) => Soon<readonly { articleId: string }[]>
  /** Articles as a screen would show them now; undefined for one that is not there. */
  read: (ids: string[]) => Soon<readonly ({ priceCents: number } | undefined)[]>
  /** Stores changed articles; resolves once they are on the disk. */
  change: (articles: Article[]) => Promise<void>
}

/** How long one kind of question is asked at the most: what is slow is asked less often. */
const MOST_MS = 3_000
const FEWEST = 3
const CODES_A_TIME = 20
/** Between two looks at whether a change shows. */
const LONGEST_WAIT_MS = 50
const CODES = 400

/** Milliseconds, each of one act. */
export type Times = Record<string, number[]>
/** Of each kind of question, how often the right article was among the answers that are seen. */
export type Finds = Partial<Record<Kind, [found: number, asked: number]>>

/** What the measure calls in the page of a contestant. */
export function makeBench(contestant: Contestant) {
  return {
    async write(count: number): Promise<number> {
      for (const name of contestant.databases) await deleted(name)
      const articles = contestant.prepare ? [] : articlesUpTo(count)
      await contestant.prepare?.(count)
      const startedAt = performance.now()
      await contestant.write(articles)
      return performance.now() - startedAt
    },
    open: (count: number) => open(contestant, count),
    ask: (count: number, turn: number) => ask(contestant, count, turn),
    change: (count: number, round: number) => change(contestant, count, round),
    memory,
  }
}

const deleted = (name: string) =>
  new Promise<void>((resolve, reject) => {
    const asking = indexedDB.deleteDatabase(name)
    asking.addEventListener('success', () => resolve())
    asking.addEventListener('error', () => reject(asking.error))
    asking.addEventListener('blocked', () => reject(new Error(`${name} is open`)))
  })

/** From the beginning of the visit of the page until the first scan, and the first search, are answered. */
async function open(contestant: Contestant, count: number): Promise<Times> {
  const { codes, words } = contestant.open()
  const wanted = articleAt(count - 3)
  await codes
  const scanned = await contestant.byCode(wanted.barcodes[0] ?? '')
  const openCode = performance.now()
  if (scanned?.articleId !== wanted.articleId) throw new Error('the code finds another article')
  await words
  const [question] = questionsOf('word', count, 0)
  if (!question) throw new Error('there are questions')
  const answers = await contestant.byWords(question.text)
  const openWords = performance.now()
  // Which articles come first is another measure (`Finds`): of 200,000, some are too much alike for MiniSearch.
  if (answers.length === 0) throw new Error(`${question.text} is not found`)
  return { openCode: [openCode], openWords: [openWords] }
}

const seen = (answers: readonly { articleId: string }[], right: string | null) =>
  right === null
    ? answers.length > 0
    : answers.slice(0, ANSWERS_SEEN).some(({ articleId }) => articleId === right)

/** Each question is asked once in a page: an answer kept from before would measure nothing. */
async function ask(contestant: Contestant, count: number, turn: number) {
  const times: Times = { code: await askCodes(contestant, count) }
  const finds: Finds = {}
  // The first answers of a page warm its code up, for all alike.
  const warming = performance.now()
  for (const { text } of questionsOf('accents', count, turn + 100).slice(0, 10)) {
    await contestant.byWords(text)
    if (performance.now() - warming > MOST_MS) break
  }
  for (const kind of KINDS) {
    if (contestant.lacks?.includes(kind)) continue
    const taken: number[] = []
    let found = 0
    const beganAt = performance.now()
    for (const { text, right } of questionsOf(kind, count, turn)) {
      const startedAt = performance.now()
      const answered = contestant.byWords(text)
      // What answers at once is not made to wait for a turn of the page.
      const answers = isLater(answered) ? await answered : answered
      taken.push(performance.now() - startedAt)
      if (seen(answers, right)) found += 1
      if (taken.length >= FEWEST && performance.now() - beganAt > MOST_MS) break
    }
    times[kind] = taken
    finds[kind] = [found, taken.length]
  }
  return { times, finds }
}

/** Twenty scans one after the other, divided by twenty: one alone is shorter than the clock tells. */
async function askCodes(contestant: Contestant, count: number): Promise<number[]> {
  const asked = codesAsked(count, CODES)
  const taken: number[] = []
  for (let at = 0; at < asked.length; at += CODES_A_TIME) {
    const some = asked.slice(at, at + CODES_A_TIME)
    let found = 0
    const startedAt = performance.now()
    for (const { code, right } of some) {
      const answered = contestant.byCode(code)
      const article = isLater(answered) ? await answered : answered
      if (article?.articleId === right) found += 1
    }
    taken.push((performance.now() - startedAt) / some.length)
    if (found < some.length) throw new Error('a code is not found')
  }
  return taken.slice(2)
}

/** Fifty prices, then fifty names: until written, until read anew, until found under the new name. */
async function change(contestant: Contestant, count: number, round: number): Promise<Times> {
  const priced = pricedAnew(count, round)
  const ids = priced.map(article => article.articleId)
  let startedAt = performance.now()
  let written = contestant.change(priced).then(() => performance.now() - startedAt)
  await until(async () => {
    const read = await contestant.read(ids)
    return read.every((article, at) => article?.priceCents === priced[at]?.priceCents)
  })
  const read = performance.now() - startedAt
  const times: Times = { changeRead: [read], changeWritten: [await written] }
  const named = namedAnew(count, round)
  const last = named.at(-1)?.articleId
  startedAt = performance.now()
  written = contestant.change(named).then(() => performance.now() - startedAt)
  await until(async () => {
    const answers = await contestant.byWords(newWord(round))
    return answers.length === named.length && answers.some(({ articleId }) => articleId === last)
  })
  times.changeFound = [performance.now() - startedAt]
  await written
  return times
}

/** Looks again and again, but leaves the page four fifths of its time: looking may take long itself. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const beganAt = performance.now()
  for (;;) {
    const lookedAt = performance.now()
    if (await isSo()) return
    if (lookedAt - beganAt > 300_000) throw new Error('the change never shows')
    const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(1, 4 * (performance.now() - lookedAt)))
    await new Promise(resolve => setTimeout(resolve, waitMs))
  }
}

/** Bytes of the page with its workers, whatever holds them. */
async function memory(): Promise<number> {
  const { measureUserAgentSpecificMemory: measure } = performance as unknown as {
    measureUserAgentSpecificMemory: () => Promise<{ bytes: number }>
  }
  return (await measure.call(performance)).bytes
}
