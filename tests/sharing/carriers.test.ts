import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aWriter, bytesOf } from './writer'
import { MOST_BODY_BYTES } from '@/core/sharing/wire'
import { blockFile, blocksInFile, MOST_FILE_BYTES } from '@/sharing/blockFile'
import { fileCarrier } from '@/sharing/fileCarrier'
import { hubCarrier } from '@/sharing/hubCarrier'
import { isBlockSigned } from '@/till/sharing/sealBlock'

const mailbox = 'c3'.repeat(16)
const empty = { have: [], blocks: [], waitSeconds: 0 }
const answering = (answer: () => Response | Promise<Response>) =>
  hubCarrier({
    address: 'https://shop.example/caisse/mailbox.php',
    mailbox,
    patienceMs: 300,
    fetch: () => Promise.resolve(answer()),
  })
const body = (fields: object) =>
  JSON.stringify({ version: 1, results: [], heads: [], blocks: [], isMore: false, ...fields })

describe('a carrier over HTTP, whatever is at the address', () => {
  it.each([
    ['a page of the network’s own', () => new Response('<html>'), 'unreadable'],
    ['another shape', () => new Response('{"version":1}'), 'unreadable'],
    [
      'more results than were asked for',
      () => new Response(body({ results: ['new'] })),
      'unreadable',
    ],
    ['blocks that are none', () => new Response(body({ blocks: ['?'] })), 'unreadable'],
    [
      'a lane that is none',
      () => new Response(body({ heads: [['x', 1, 0, 0, 'y']] })),
      'unreadable',
    ],
    ['an answer without end', () => new Response(endless()), 'unreadable'],
    ['no mailbox there', () => new Response('', { status: 404 }), 'unreadable'],
    ['who is not admitted', () => new Response('{}', { status: 403 }), 'refused'],
    ['no room', () => new Response('{}', { status: 507 }), 'full'],
    ['a server at its end', () => new Response('{}', { status: 502 }), 'unreachable'],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch')), 'unreachable'],
    ['no answer in time', () => new Promise<Response>(() => {}), 'unreachable'],
  ] as const)('names %s', async (_what, answer, cause) => {
    expect(await answering(answer).swap(empty)).toMatchObject({ ok: false, fault: { cause } })
  })

  it('names the mailbox in no address', async () => {
    const asked: string[] = []
    for (const address of ['https://a.example/boite', 'https://a.example/mailbox.php']) {
      const fetch = (input: RequestInfo | URL) => {
        asked.push(input instanceof Request ? input.url : String(input))
        return Promise.resolve(new Response(body({})))
      }
      await hubCarrier({ address, mailbox, fetch }).swap(empty)
    }
    expect(asked).toEqual([
      'https://a.example/boite/echange',
      'https://a.example/mailbox.php?faire=echange',
    ])
  })

  it('believes no holder of another thing than it asked for', async () => {
    const holder = { claim: 'f'.repeat(64), turn: 1, sealed: '' }
    const carrier = answering(() => Response.json({ version: 1, isTaken: true, holder }))
    const claim = { claim: 'e'.repeat(64), turn: 1, sealed: new Uint8Array() }
    expect(await carrier.claim(claim)).toMatchObject({ ok: false, fault: { cause: 'unreadable' } })
  })
})

function endless(): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      sent += 65_536
      if (sent > MOST_BODY_BYTES * 3) controller.error(new Error('it was read on and on'))
      else controller.enqueue(new Uint8Array(65_536).fill(32))
    },
  })
}

describe('a file of blocks', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 })), blocks => {
        expect(blocksInFile(blockFile(blocks))).toEqual({ blocks, isCut: false })
      }),
    )
  })

  it('gives its whole blocks when it was cut, wherever', async () => {
    const writer = await aWriter()
    const bytes = blockFile(bytesOf(await writer.writeMany(3)))
    const ends = new Set([4])
    for (const { bytes: block } of writer.blocks) {
      ends.add([...ends].at(-1)! + 4 + block.length)
    }
    for (let length = 4; length <= bytes.length; length += 1) {
      const found = blocksInFile(bytes.slice(0, length))
      expect(found?.isCut).toBe(!ends.has(length))
      expect(found?.blocks.length).toBe([...ends].filter(end => end <= length).length - 1)
    }
  })

  it('is none when it is of somebody else, or longer than any', () => {
    expect(blocksInFile(new TextEncoder().encode('PK\u0003\u0004 something'))).toBeUndefined()
    expect(blocksInFile(new Uint8Array(2))).toBeUndefined()
    const long = new Uint8Array(MOST_FILE_BYTES + 1)
    long.set(new TextEncoder().encode('CF1\n'))
    expect(blocksInFile(long)).toBeUndefined()
  })

  it('takes no length on trust', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), rest => {
        const bytes = new Uint8Array([...new TextEncoder().encode('CF1\n'), ...rest])
        const found = blocksInFile(bytes)
        const size = (found?.blocks ?? []).reduce((sum, { length }) => sum + length, 0)
        expect(size).toBeLessThanOrEqual(rest.length)
      }),
    )
  })

  it('that is none of ours is not written over', async () => {
    let isWritten = false
    const write = () => {
      isWritten = true
      return Promise.resolve()
    }
    const place = { read: () => Promise.resolve(new Uint8Array(40)), write }
    const writer = await aWriter()
    const blocks = bytesOf(await writer.writeMany(1))
    const found = await fileCarrier(place, isBlockSigned).swap({ ...empty, blocks })
    expect(found).toMatchObject({ ok: false, fault: { cause: 'unreadable' } })
    expect(isWritten).toBe(false)
  })
})
