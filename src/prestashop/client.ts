import pLimit from 'p-limit'
import { readAnswer } from './answer'
import { openLine, type Writing } from './line'
import { requestOf, type KeyCarrier, type Query } from './request'
import type { Route } from './route'
import { fail, ok, type Result, type ShopError } from '@/core/errors'

/** Never more requests than this at once: a shop on a small host also has its customers. */
export const AT_ONCE = 2

/**
 * One conversation with a shop's webservice. Every answer is either data or a named
 * error; the key is in none of them.
 */
export interface ShopClient {
  route: Route
  host: string
  /** Requests sent so far, retries not counted. */
  requests: () => number
  /** Where the shop turned out to see the key. */
  keyPlace: () => KeyCarrier
  getJson: (resource: string, query?: Query) => Promise<Result<unknown, ShopError>>
  /** The same, unless the shop still answers what is held: its hash is sent along. */
  getJsonIfChanged: (
    resource: string,
    query: Query,
    heldSha1: string | undefined,
  ) => Promise<Result<JsonIfChanged, ShopError>>
  getXml: (path: string, query?: Query) => Promise<Result<XmlAnswer, ShopError>>
  /** Sends XML to be written, once: whoever gets no answer must look at what became of it. */
  write: (path: string, writing: Writing) => Promise<Result<XmlAnswer, ShopError>>
  getPicture: (path: string) => Promise<Result<ArrayBuffer, ShopError>>
  /** A file of the shop's public pages, asked without the key. */
  getPublic: (path: string) => Promise<Result<ArrayBuffer, ShopError>>
}

/** `sha1` is null where the answer does not let it be seen: it is then always read. */
export type JsonIfChanged =
  { kind: 'unchanged' } | { kind: 'changed'; body: unknown; sha1: string | null }

export interface XmlAnswer {
  text: string
  /** PrestaShop's version, where the answer lets it be seen. */
  version: string | null
  /** The shop's clock, in seconds since 1970, where the answer lets it be seen. */
  shopSeconds: number | null
}

interface Options {
  fetch: typeof fetch
  route: Route
  host: string
  key: string
  /** Which shop of a multistore; PrestaShop's own choice without it. */
  shopId?: number | undefined
  /** Where the shop was seen to look for the key, when that is known already. */
  keyPlace?: KeyCarrier | undefined
  signal?: AbortSignal | undefined
}

/** What is made of an answer that is data. */
type Read<T> = (answer: Response) => Promise<Result<T, ShopError>>

export function makeClient(options: Options): ShopClient {
  const { host, route } = options
  const line = openLine(options)
  let keyPlace: KeyCarrier = options.keyPlace ?? 'header'
  let requests = 0
  const inTurn = pLimit(AT_ONCE)

  async function ask<T>(
    path: string,
    query: Query,
    read: Read<T>,
    more: Record<string, string> = {},
    writing?: Writing,
  ): Promise<Result<T, ShopError>> {
    // Another request in flight may find it out first: what counts is where this one had it.
    const tried = keyPlace
    const first = await send(path, query, read, more, writing)
    // PrestaShop: Apache may drop the header before PHP sees it (cgi-off-basic, cgi-off-wskey).
    if (first.ok || first.error.code !== 'shop-key-not-seen' || tried === 'query') return first
    if (options.key === '') return fail({ code: 'shop-key-missing', host })
    keyPlace = 'query'
    return send(path, query, read, more, writing)
  }

  function send<T>(
    path: string,
    query: Query,
    read: Read<T>,
    more: Record<string, string>,
    writing?: Writing,
  ): Promise<Result<T, ShopError>> {
    requests += 1
    const { url, headers } = requestOf(options, path, query, keyPlace)
    const readData: Read<T> = async response => {
      const answer = await readAnswer(response, { host, apiUrl: route.apiUrl }, path)
      return answer.ok ? read(answer.value) : answer
    }
    return inTurn(() => line(url, { ...headers, ...more }, readData, writing))
  }

  return {
    route,
    host,
    requests: () => requests,
    keyPlace: () => keyPlace,
    getJson: (resource, query = {}) =>
      ask(resource, { ...query, output_format: 'JSON' }, answer => jsonOf(answer, resource, host)),
    getJsonIfChanged: (resource, query, heldSha1) => {
      // PrestaShop: no ETag; this header is what gives a 304 (not-modified-languages).
      const held: Record<string, string> = heldSha1 ? { 'Local-Content-Sha1': heldSha1 } : {}
      const read: Read<JsonIfChanged> = async answer => {
        if (answer.status === 304) return ok({ kind: 'unchanged' })
        const sha1 = answer.headers.get('content-sha1')
        const body = await jsonOf(answer, resource, host)
        return body.ok ? ok({ kind: 'changed', body: body.value, sha1 }) : body
      }
      return ask(resource, { ...query, output_format: 'JSON' }, read, held)
    },
    getXml: (path, query = {}) => ask(path, query, xmlOf),
    write: (path, writing) => ask(path, {}, xmlOf, {}, writing),
    getPicture: path => ask(path, {}, async answer => ok(await answer.arrayBuffer())),
    getPublic: path => {
      requests += 1
      return line(new URL(`../${path}`, route.apiUrl), {}, async answer =>
        answer.ok
          ? ok(await answer.arrayBuffer())
          : fail({ code: 'shop-failing', host, status: answer.status }),
      )
    },
  }
}

/** Seconds and version are headers that pages of another origin do not see. */
async function xmlOf(answer: Response): Promise<Result<XmlAnswer, ShopError>> {
  const version = answer.headers.get('psws-version')
  const accessTime = Number(answer.headers.get('access-time') ?? Number.NaN)
  const shopSeconds = Number.isFinite(accessTime) ? accessTime : null
  return ok({ text: await answer.text(), version, shopSeconds })
}

async function jsonOf(
  answer: Response,
  resource: string,
  host: string,
): Promise<Result<unknown, ShopError>> {
  const text = await answer.text()
  try {
    return ok(JSON.parse(text) as unknown)
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'not JSON'
    return fail({ code: 'shop-answer-unreadable', host, resource, detail })
  }
}
