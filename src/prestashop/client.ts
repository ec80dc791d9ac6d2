import pLimit from 'p-limit'
import { readAnswer } from './answer'
import {
  bytesUpTo,
  LARGEST_ANSWER_BYTES,
  LARGEST_PICTURE_BYTES,
  MOST_REQUESTS,
} from './answerBounds'
import type { UnknownField } from './decode/errorBody'
import { makeKnownFields } from './knownFields'
import { openLine, type Line, type Writing } from './line'
import { readableRequest, requestOf, type KeyCarrier, type Query } from './request'
import type { Route } from './route'
import { parseShopJson } from './decode/shopJson'
import { fail, ok, type Result, type ShopError } from '@/core/errors'

/** Most requests at the same time: a shop on a small host also serves its customers. */
export const AT_ONCE = 2

/**
 * Client of a shop's webservice. Every answer is either data or a named error; neither contains the
 * key.
 */
export interface ShopClient {
  route: Route
  host: string
  /** Shop of a multistore; undefined when PrestaShop chooses. */
  shopId: number | undefined
  /** Number of requests sent so far, without retries. */
  requests: () => number
  /** How the key must be sent for the shop to see it, as found out so far. */
  keyPlace: () => KeyCarrier
  /** The first notice that the host's PHP printed around an answer; null without one. */
  hostNotice: () => string | null
  getJson: (resource: string, query?: Query) => Promise<Result<unknown, ShopError>>
  /**
   * Like `getJson`, but sends the hash of the stored answer: the shop may answer that it is
   * unchanged.
   */
  getJsonIfChanged: (
    resource: string,
    query: Query,
    heldSha1: string | undefined,
  ) => Promise<Result<JsonIfChanged, ShopError>>
  getXml: (path: string, query?: Query) => Promise<Result<XmlAnswer, ShopError>>
  /**
   * Sends XML to be written, once only. Without an answer, the caller must find out whether it was
   * written.
   */
  write: (path: string, writing: Writing) => Promise<Result<XmlAnswer, ShopError>>
  getPicture: (path: string) => Promise<Result<ArrayBuffer, ShopError>>
  /** A file of the shop's public pages, requested without the key. */
  getPublic: (path: string) => Promise<Result<ArrayBuffer, ShopError>>
}

/** `sha1` is null when the answer does not show it: the next request then always reads all. */
export type JsonIfChanged =
  { kind: 'unchanged' } | { kind: 'changed'; body: unknown; sha1: string | null }

export interface XmlAnswer {
  text: string
  /** PrestaShop's version; null when the answer does not show it. */
  version: string | null
  /** The shop's clock, in seconds since 1970; null when the answer does not show it. */
  shopSeconds: number | null
}

interface Options {
  fetch: typeof fetch
  route: Route
  host: string
  key: string
  /** Shop of a multistore; when absent, PrestaShop chooses. */
  shopId?: number | undefined
  /** How the key must be sent, when that is already known. */
  keyPlace?: KeyCarrier | undefined
  signal?: AbortSignal | undefined
}

/** What else a request carries, and what is done with a field the shop does not have. */
interface Extra {
  writing?: Writing | undefined
  noteUnknown: (unknown: UnknownField) => void
}

/** Reads the body of an answer that is data. */
type Read<T> = (answer: Response) => Promise<Result<T, ShopError>>

/**
 * Makes a client for a shop. It sends at most `AT_ONCE` requests at a time, and switches to the key
 * in the query when the shop does not see the header.
 */
export function makeClient(options: Options): ShopClient {
  const { host, route } = options
  const line = openLine(options)
  const state: ClientState = {
    keyPlace: options.keyPlace ?? 'header',
    requests: 0,
    hostNotice: null,
  }
  const ask = makeAsker(options, line, state)
  return {
    route,
    host,
    shopId: options.shopId,
    requests: () => state.requests,
    keyPlace: () => state.keyPlace,
    hostNotice: () => state.hostNotice,
    getJson: (resource, query = {}) =>
      ask(resource, { ...query, output_format: 'JSON' }, answer => jsonOf(answer, resource, host)),
    getJsonIfChanged: (resource, query, heldSha1) => {
      // PrestaShop has no ETag; this header makes it answer 304.
      const held: Record<string, string> = heldSha1 ? { 'Local-Content-Sha1': heldSha1 } : {}
      const read: Read<JsonIfChanged> = answer => jsonIfChanged(answer, resource, host, heldSha1)
      return ask(resource, { ...query, output_format: 'JSON' }, read, held)
    },
    getXml: (path, query = {}) => ask(path, query, xmlOf),
    write: (path, writing) => ask(path, {}, xmlOf, {}, writing),
    getPicture: path => ask(path, {}, async answer => ok(await answer.arrayBuffer())),
    getPublic: path => {
      state.requests += 1
      return line(new URL(`../${path}`, route.apiUrl), {}, answer => publicFile(answer, host))
    },
  }
}

/** What a client finds out as it goes. */
interface ClientState {
  keyPlace: KeyCarrier
  requests: number
  hostNotice: string | null
}

/** Makes the way a client asks: in turn, with the key where the shop sees it, for known fields. */
function makeAsker(options: Options, line: Line, state: ClientState) {
  const { host, route } = options
  const fields = makeKnownFields()
  const inTurn = pLimit(AT_ONCE)

  async function ask<T>(
    path: string,
    query: Query,
    read: Read<T>,
    more: Record<string, string> = {},
    writing?: Writing,
  ): Promise<Result<T, ShopError>> {
    const known = fields.withoutLacking(path, query)
    let unknown: UnknownField | undefined
    const noteUnknown = (found: UnknownField) => (unknown = found)
    const answer = await askSeen(path, known, read, more, { writing, noteUnknown })
    if (answer.ok || !unknown || !fields.learn(path, known, unknown)) return answer
    return ask(path, query, read, more, writing)
  }

  async function askSeen<T>(
    path: string,
    query: Query,
    read: Read<T>,
    more: Record<string, string>,
    extra: Extra,
  ): Promise<Result<T, ShopError>> {
    // A request in parallel may switch the place of the key first: what counts is where this one
    // sent it.
    const tried = state.keyPlace
    const first = await send(path, query, read, more, extra)
    // PrestaShop: Apache may drop the header before PHP sees it.
    if (first.ok || first.error.code !== 'shop-key-not-seen' || tried === 'query') return first
    if (options.key === '') return fail({ code: 'shop-key-missing', host })
    state.keyPlace = 'query'
    return send(path, query, read, more, extra)
  }

  function send<T>(
    path: string,
    query: Query,
    read: Read<T>,
    more: Record<string, string>,
    { writing, noteUnknown }: Extra,
  ): Promise<Result<T, ShopError>> {
    state.requests += 1
    if (state.requests > MOST_REQUESTS) {
      const detail = `more than ${MOST_REQUESTS} requests`
      return Promise.resolve(fail({ code: 'shop-answer-too-large', host, detail }))
    }
    const { url, headers } = requestOf(options, path, query, state.keyPlace)
    const readData: Read<T> = async response => {
      const answer = await readAnswer(response, {
        host,
        apiUrl: route.apiUrl,
        path,
        request: readableRequest(writing?.method ?? 'GET', path, query),
        mostBytes: isPicture(path) ? LARGEST_PICTURE_BYTES : LARGEST_ANSWER_BYTES,
        mayBeUnchanged: 'Local-Content-Sha1' in more,
        onNotice: notice => (state.hostNotice ??= notice),
        onUnknownField: noteUnknown,
      })
      return answer.ok ? read(answer.value) : answer
    }
    return inTurn(() => line(url, { ...headers, ...more }, readData, writing))
  }

  return ask
}

const isPicture = (path: string) => path.startsWith('images/products/')

async function publicFile(answer: Response, host: string): Promise<Result<ArrayBuffer, ShopError>> {
  if (!answer.ok) return fail({ code: 'shop-failing', host, status: answer.status })
  return ok((await bytesUpTo(answer, LARGEST_PICTURE_BYTES)).buffer)
}

/** Clock and version are in headers that pages of another origin cannot see. */
async function xmlOf(answer: Response): Promise<Result<XmlAnswer, ShopError>> {
  const version = answer.headers.get('psws-version')
  const accessTime = Number(answer.headers.get('access-time') ?? Number.NaN)
  const shopSeconds = Number.isFinite(accessTime) ? accessTime : null
  return ok({ text: await answer.text(), version, shopSeconds })
}

async function jsonIfChanged(
  answer: Response,
  resource: string,
  host: string,
  heldSha1: string | undefined,
): Promise<Result<JsonIfChanged, ShopError>> {
  if (answer.status === 304) return ok({ kind: 'unchanged' })
  const sha1 = answer.headers.get('content-sha1')
  // PrestaShop 1.6 and 1.7 never answer 304, but tell the hash.
  if (sha1 !== null && sha1 === heldSha1) return ok({ kind: 'unchanged' })
  const body = await jsonOf(answer, resource, host)
  return body.ok ? ok({ kind: 'changed', body: body.value, sha1 }) : body
}

async function jsonOf(
  answer: Response,
  resource: string,
  host: string,
): Promise<Result<unknown, ShopError>> {
  const text = await answer.text()
  try {
    return ok(parseShopJson(text))
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'not JSON'
    return fail({ code: 'shop-answer-unreadable', host, resource, detail })
  }
}
