import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { compress } from '../../src/commands/compress.mjs'
import { createApp } from '@/proxy/app'
import { knownHosts } from '@/proxy/knownHosts'
import { makeNamingCode } from '@/proxy/namingCode'
import { openRegistry } from '@/proxy/shopOnDisk'

const SCRIPT = 'export const till = "Comptoir"\n'.repeat(200)
/** What a picture is to the build: compressed already. */
const PICTURE = Buffer.from(Array.from({ length: 4000 }, (_none, at) => (at * at * 7919) % 251))
let folder: string
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-files-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), `<!doctype html>${SCRIPT}`)
  writeFileSync(join(folder, 'assets/till-12345678.js'), SCRIPT)
  writeFileSync(join(folder, 'small.js'), 'small()')
  writeFileSync(join(folder, 'icon.png'), PICTURE)
  await compress(folder)
  app = createApp({
    clientFolder: folder,
    registry: openRegistry(folder, undefined),
    key: undefined,
    allowsPrivate: true,
    demo: () => Promise.resolve(new Response('demo')),
    code: makeNamingCode(() => undefined),
    isKnownHost: knownHosts(undefined),
  })
})

const fromHere = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  Promise.resolve(app.request(`http://localhost:4173${path}`, { method, headers }, fromHere))
const accepting = (encoding: string) => ({ 'Accept-Encoding': encoding })
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

describe('a file of the till', () => {
  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('goes out in %s, as the build made it', async (encoding, decode) => {
    const answer = await ask('/assets/till-12345678.js', accepting(encoding))
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect(answer.headers.get('vary')).toBe('Accept-Encoding')
    expect(answer.headers.get('cache-control')).toContain('immutable')
    const bytes = await bytesOf(answer)
    expect(bytes.length).toBeLessThan(SCRIPT.length / 4)
    expect(answer.headers.get('content-length')).toBe(String(bytes.length))
    expect(decode(bytes).toString()).toBe(SCRIPT)
  })

  it('goes out as it is to whoever refuses both, with the same Vary', async () => {
    const answer = await ask('/assets/till-12345678.js', accepting('br;q=0, gzip;q=0'))
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(answer.headers.get('vary')).toBe('Accept-Encoding')
    expect(await answer.text()).toBe(SCRIPT)
  })

  it('is the page of the folder too', async () => {
    const answer = await ask('/', accepting('gzip, br'))
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/)
    expect(brotliDecompressSync(await bytesOf(answer)).toString()).toContain('<!doctype html>')
  })

  it('has an ETag of its own in each encoding, and is sent once', async () => {
    const path = '/assets/till-12345678.js'
    const answers = await Promise.all(['br', 'gzip', ''].map(one => ask(path, accepting(one))))
    const tags = answers.map(answer => answer.headers.get('etag') ?? '')
    expect(new Set(tags).size).toBe(3)
    for (const [place, encoding] of ['br', 'gzip', ''].entries()) {
      const headers = { ...accepting(encoding), 'If-None-Match': tags[place]! }
      const again = await ask(path, headers)
      expect(again.status).toBe(304)
      expect(again.headers.get('vary')).toBe('Accept-Encoding')
      expect(await again.text()).toBe('')
    }
    const other = { ...accepting('gzip'), 'If-None-Match': tags[0]! }
    expect((await ask(path, other)).status).toBe(200)
  })

  it('is described alike without its bytes', async () => {
    const answer = await ask('/assets/till-12345678.js', accepting('br'), 'HEAD')
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect(Number(answer.headers.get('content-length'))).toBeLessThan(SCRIPT.length / 4)
  })

  it.each(['/icon.png', '/small.js'])('is never compressed for nothing: %s', async path => {
    const answer = await ask(path, accepting('br, gzip'))
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(await bytesOf(answer)).toEqual(readFileSync(join(folder, path)))
  })

  it('says nothing of encodings where there is none', async () => {
    expect((await ask('/icon.png', accepting('br'))).headers.get('vary')).toBeNull()
  })

  it('keeps its rules in every encoding', async () => {
    const answer = await ask('/', accepting('br'))
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  })
})
