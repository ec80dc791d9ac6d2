import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a fake printer that pages ask is, and what it does; changed at any time by a test. */
export interface WebScript {
  paper: 'there' | 'low' | 'out'
  isCoverOpen: boolean
  isBusy: boolean
  /** Answers so late. */
  slowMs: number
  /** What becomes of a request: it is answered, never answered, or its connection ends. */
  does: 'answer' | 'silence' | 'cut'
  /** Says this in place of an answer. */
  says: string | null
}

export interface FakeWebPrinter {
  port: number
  script: WebScript
  papers: Uint8Array[]
  /** What was asked, method and path. */
  asked: string[]
  close: () => Promise<void>
}

/** A printer by Star that does not exist (WebPRNT, over http): it answers any page, as real ones do. */
export async function aWebPrntPrinter(): Promise<FakeWebPrinter> {
  const script: WebScript = {
    paper: 'there',
    isCoverOpen: false,
    isBusy: false,
    slowMs: 0,
    does: 'answer',
    says: null,
  }
  const [papers, asked]: [Uint8Array[], string[]] = [[], []]
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.setHeader('Access-Control-Allow-Origin', '*')
    answer(request, response, { script, papers }).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    script,
    papers,
    asked,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { script, papers }: { script: WebScript; papers: Uint8Array[] },
): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/StarWebPRNT/SendMessage') {
    response.writeHead(404).end()
    return
  }
  let body = ''
  for await (const part of request.setEncoding('utf8')) body += part as string
  const raw = rawOf(body)
  const isStopped = script.isCoverOpen || script.paper === 'out'
  if (script.does === 'cut') {
    response.destroy()
    return
  }
  if (script.does === 'silence') return
  if (raw.length > 0 && !isStopped && !script.isBusy) papers.push(raw)
  await new Promise(resolve => setTimeout(resolve, script.slowMs))
  response.setHeader('Content-Type', 'text/xml; charset=UTF-8')
  response.end(script.says ?? webPrntAnswer(script))
}

/** The bytes of a request; refuses what a real one would not read. */
export function rawOf(body: string): Uint8Array {
  const request =
    /^<StarWebPrint xmlns="http:\/\/www\.star-m\.jp"[^>]*><Request>([^<>]*)<\/Request><\/StarWebPrint>$/.exec(
      body,
    )?.[1]
  const root = request?.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
  const raw = /^<root>(?:<rawdata>([A-Za-z0-9+/=]+)<\/rawdata>)?<\/root>$/.exec(root ?? '')
  if (!raw) throw new Error(`no request: ${body.slice(0, 200)}`)
  return Uint8Array.from(Buffer.from(raw[1] ?? '', 'base64'))
}

/** What a real mC-Print2 says, its status by Star's manual: cover and offline, then paper. */
export function webPrntAnswer({
  paper,
  isCoverOpen,
  isBusy,
}: Pick<WebScript, 'paper' | 'isCoverOpen' | 'isBusy'>): string {
  const isStopped = isCoverOpen || paper === 'out'
  const how = (isCoverOpen ? 0x20 : 0) | (isStopped ? 0x08 : 0)
  const rest = paper === 'out' ? 0x0c : paper === 'low' ? 0x04 : 0
  const code = isBusy ? '2001' : isStopped ? '1100' : '0'
  const status = [0x29, 0x8a, how, 0, 0, rest, 0, 0, 0, 0, 0]
    .map(byte => byte.toString(16).toUpperCase().padStart(2, '0'))
    .join('')
  return answerOf(code === '0' ? 'true' : 'false', code, status)
}

export const answerOf = (success: string, code: string, status: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><StarWebPrint xmlns="http://www.star-m.jp" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><Response>&lt;root&gt;&lt;success&gt;${success}&lt;/success&gt;&lt;code&gt;${code}&lt;/code&gt;&lt;status&gt;${status}&lt;/status&gt;&lt;/root&gt;</Response></StarWebPrint>`
