import { XMLParser } from 'fast-xml-parser'
import ky from 'ky'
import type { OpenPrinter } from './printerLink'
import type { WebAddress } from '@/core/printing/printer'
import { isPrinterHost } from '@/core/printing/printerHost'
import { NOTHING_SENT, type PrintFault, type PrintOutcome } from '@/core/printing/printOutcome'
import { faultOf, type PrinterState } from '@/core/printing/printerState'
import { isNoAnswer } from '@/printing/browserFault'
import { isLocalNetworkRefused } from '@/printing/localNetwork'
import { readBounded } from '@/sharing/readBounded'

/** How printers of one make are asked by a page: one request a job, answered once it is printed. */
export interface WebProtocol {
  securePort: number
  /** Path and query. */
  path: string
  /** What a request is said to be; the first that the printer answers is used. */
  types: readonly [string, ...string[]]
  /** The text that carries the bytes as they are; none ask for the state alone. */
  requestOf: (bytes: Uint8Array) => string
  /** Reads an answer; undefined for what is none. */
  readAnswer: (text: string) => WebAnswer | undefined
}

/** What a printer says to a request: how it is, and how the job that came with it ended. */
export interface WebAnswer {
  state: PrinterState
  outcome: PrintOutcome
}

/** What a page has to ask printers with; tests bring their own. */
export interface WebPage {
  fetch?: typeof globalThis.fetch
  isRefused?: () => Promise<boolean>
}

/** What came in place of an answer. */
type NoAnswer = 'cut' | 'silent' | 'unreadable'

/** A request that browsers send with no question to the printer before it. */
export const PLAIN_TEXT = 'text/plain; charset=utf-8'
const PLAIN_PORT = 80
/** The longest ticket on a slow printer, and a person who is asked for the permission. */
const ANSWERS_WITHIN_MS = 70_000
const LONGEST_ANSWER_BYTES = 16 * 1024
const NO_BYTES = new Uint8Array()

/** A printer that the page asks itself; it is asked first how it is, and gets nothing where it cannot print. */
export const openWebPrinter =
  (
    protocol: WebProtocol,
    { host, isPlain = false }: WebAddress,
    { fetch, isRefused = isLocalNetworkRefused }: WebPage = {},
  ): OpenPrinter =>
  async () => {
    if (!isPrinterHost(host, isPlain)) return 'not-allowed'
    const { securePort, path, types, requestOf, readAnswer } = protocol
    const url = isPlain
      ? `http://${host}:${PLAIN_PORT}${path}`
      : `https://${host}:${securePort}${path}`
    const sendAs = async (type: string, bytes: Uint8Array): Promise<WebAnswer | NoAnswer> => {
      const text = await post(url, requestOf(bytes), { type, isPlain, fetch })
      return typeof text === 'object' ? (readAnswer(text.said) ?? 'unreadable') : text
    }
    const [type, before] = await firstAnswered(types, one => sendAs(one, NO_BYTES))
    if (typeof before === 'string') return (await isRefused()) ? 'not-allowed' : 'unreachable'
    const send = (bytes: Uint8Array) => sendAs(type, bytes)
    const { state } = before
    const fault = faultOf(state) ?? busyOf(before)
    return {
      print: async bytes => (fault ? NOTHING_SENT(fault) : outcomeOf(await send(bytes))),
      pulse: async bytes => outcomeOf(await send(bytes)),
      // It said so a moment ago: a link is opened for one thing.
      readState: () => Promise.resolve(state),
      close: () => Promise.resolve(),
    }
  }

/** The first type that a question is answered in, and the answer; a printer that hangs is not asked again. */
async function firstAnswered(
  [type, ...others]: WebProtocol['types'],
  ask: (type: string) => Promise<WebAnswer | NoAnswer>,
): Promise<[string, WebAnswer | NoAnswer]> {
  const answer = await ask(type)
  const [next, ...rest] = others
  return next === undefined || typeof answer === 'object' || answer === 'silent'
    ? [type, answer]
    : firstAnswered([next, ...rest], ask)
}

const busyOf = ({ outcome }: WebAnswer): PrintFault | undefined =>
  outcome.state === 'failed' && outcome.why === 'busy' ? 'busy' : undefined

/** A job that was not answered for may have come out. */
function outcomeOf(answer: WebAnswer | NoAnswer): PrintOutcome {
  if (typeof answer === 'object') return answer.outcome
  return { state: 'unknown', why: answer === 'cut' ? 'cut' : 'silent' }
}

async function post(
  url: string,
  body: string,
  {
    type,
    isPlain,
    fetch,
  }: { type: string; isPlain: boolean; fetch: typeof globalThis.fetch | undefined },
): Promise<{ said: string } | 'cut' | 'silent'> {
  try {
    const answer = await ky.post(url, {
      headers: { 'Content-Type': type },
      body,
      retry: 0,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      timeout: ANSWERS_WITHIN_MS,
      // Without it, browsers refuse http to a page that came over https, before they ask the person.
      ...(isPlain ? { targetAddressSpace: 'local' } : {}),
      ...(fetch ? { fetch } : {}),
    })
    return { said: (await readBounded(answer, LONGEST_ANSWER_BYTES)) ?? '' }
  } catch (error) {
    if (!isNoAnswer(error)) throw error
    return error instanceof Error && error.name === 'TimeoutError' ? 'silent' : 'cut'
  }
}

const reader = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
})

/** What stands at a path of names in an XML text; undefined where nothing does, or it is no XML. */
export function readXml(text: string, path: readonly string[]): unknown {
  let found: unknown
  try {
    found = reader.parse(text)
  } catch {
    return undefined
  }
  for (const name of path) found = textAt(found, name)
  return found
}

/** An element or attribute of an element that was read. */
export const textAt = (element: unknown, name: string): unknown =>
  typeof element === 'object' && element !== null && Object.hasOwn(element, name)
    ? (element as Record<string, unknown>)[name]
    : undefined
