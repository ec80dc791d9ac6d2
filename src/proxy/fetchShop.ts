import { lookup as lookupDns, type LookupAddress } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ShopUnreachable, type FetchShop, type ShopRequest } from './shopRequest'
import { LARGEST_ANSWER_BYTES, WITHOUT_BODY } from '@/prestashop/answerBounds'
import { isPrivateIp } from '@/prestashop/shopAddress'

/** Reaches a shop on the public internet only. */
export const fetchShop: FetchShop = (address, request) => send(address, request, false)

/** Also reaches this machine and private networks: for a shop under test, when it is allowed. */
export const fetchAnyShop: FetchShop = (address, request) => send(address, request, true)

/**
 * Makes one request. The resolved address is checked in the look-up that the connection itself
 * uses, so that a second DNS answer cannot lead elsewhere.
 */
function send(
  address: URL,
  { method, headers, signal, body }: ShopRequest,
  allowsPrivate: boolean,
): Promise<Response> {
  const host = address.hostname.replace(/^\[|\]$/g, '')
  if (!allowsPrivate && isIP(host) && isPrivateIp(host)) {
    return Promise.reject(new ShopUnreachable('private-address'))
  }
  const { request } = address.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const outgoing = request(
      address,
      {
        method,
        headers: Object.fromEntries(headers),
        signal,
        lookup: (name, options, done) =>
          lookupDns(name, { ...options, all: true }, (error, found) => {
            const addresses = found as LookupAddress[] | undefined
            const isPrivate = addresses?.some(one => isPrivateIp(one.address)) ?? false
            if (error) done(error, [])
            else if (isPrivate && !allowsPrivate) done(new ShopUnreachable('private-address'), [])
            else if (options.all) done(null, addresses ?? [])
            else done(null, addresses?.[0]?.address ?? '', addresses?.[0]?.family)
          }),
      },
      incoming => {
        const status = incoming.statusCode ?? 0
        if (status >= 200 && status <= 599) resolve(toResponse(incoming, status))
        else {
          incoming.destroy()
          reject(new ShopUnreachable('bad-status'))
        }
      },
    )
    outgoing.on('error', error => reject(nameOf(error, signal)))
    outgoing.end(body)
  })
}

function toResponse(incoming: http.IncomingMessage, status: number): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && name !== 'set-cookie') headers.set(name, String(value))
  }
  const isZipped = incoming.headers['content-encoding'] === 'gzip'
  headers.delete('content-encoding')
  if (WITHOUT_BODY.has(status)) {
    incoming.resume()
    return new Response(null, { status, headers })
  }
  // A connection cut on one side is cut on the other; the reader of the answer gets the error.
  const body = isZipped ? pipeline(incoming, createGunzip(), () => undefined) : incoming
  return new Response(Readable.toWeb(capped(body)) as ReadableStream, { status, headers })
}

/** Breaks the connection of an answer that never ends. */
function capped(body: Readable): Readable {
  let received = 0
  body.on('data', (part: Buffer) => {
    received += part.length
    if (received > LARGEST_ANSWER_BYTES) body.destroy(new ShopUnreachable('too-large'))
  })
  body.pause()
  return body
}

function nameOf(error: Error, signal: AbortSignal): Error {
  if (signal.aborted) return signal.reason as Error
  if (error instanceof ShopUnreachable) return error
  return new ShopUnreachable('code' in error ? String(error.code) : 'network')
}
