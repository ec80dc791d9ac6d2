import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CODE, SITES, SMALL, type ClosedSite, type RunningSite } from './sites'
import { aWriter, bytesOf, type Writer } from './writer'
import { LANES } from '@/core/sharing/block'
import type { Carrier, PutResult, Swapped, Wanted } from '@/core/sharing/carrier'
import { MOST_BLOCKS, MOST_SWAP_BYTES } from '@/core/sharing/wire'
import { MOST_HEIRS, MOST_MEETINGS, MOVED_DAYS, UNUSED_DAYS } from '@/hub/mailboxStore'

for (const { name, why } of SITES) if (why) console.warn(`${name} is not tried here: ${why}.`)

const aMailbox = () => randomBytes(16).toString('hex')
const newMailboxes = () => [aMailbox(), aMailbox(), aMailbox(), aMailbox(), aMailbox()] as const
const opened = { ok: true, value: true }
const refused = { ok: false, fault: { cause: 'refused', detail: '403' } }

function closedOf({ closed }: RunningSite): ClosedSite {
  if (!closed) throw new Error('a server admits by a code too')
  return closed
}

async function swapped(
  carrier: Carrier,
  blocks: readonly Uint8Array[],
  have: readonly Wanted[] = [],
  waitSeconds = 0,
): Promise<Swapped> {
  const found = await carrier.swap({ have, blocks, waitSeconds })
  if (!found.ok) throw new Error(`${found.fault.cause}: ${found.fault.detail}`)
  return found.value
}
const put = async (
  carrier: Carrier,
  blocks: readonly Uint8Array[],
): Promise<readonly PutResult[]> => (await swapped(carrier, blocks)).results

/** Everything of some lanes, asked until no more is there. */
async function readAll(carrier: Carrier, writers: readonly Writer[]): Promise<Uint8Array[]> {
  const next = new Map(writers.map(writer => [writer, 0]))
  const found: Uint8Array[] = []
  for (;;) {
    const have = writers.map(writer => haveOf(writer, next.get(writer)))
    const { blocks, isMore } = await swapped(carrier, [], have)
    for (const block of blocks) {
      const { lane, seq, device } = placeOf(block)
      const owner = writers.find(one => one.lane === lane && one.keys.device === device)
      if (!owner) throw new Error('a block of a lane that was not asked for')
      expect(seq).toBeGreaterThanOrEqual(next.get(owner) ?? 0)
      next.set(owner, seq + 1)
    }
    found.push(...blocks)
    if (!isMore) return found
  }
}
const placeOf = (block: Uint8Array) => {
  const bytes = Buffer.from(block)
  return { lane: bytes[3], seq: bytes.readUInt32BE(22), device: bytes.toString('hex', 6, 22) }
}
const haveOf = ({ keys, lane }: Writer, next = 0): Wanted => ({ device: keys.device, lane, next })
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const same = (found: readonly Uint8Array[], blocks: Writer['blocks']) =>
  expect(found.map(hex)).toEqual(bytesOf(blocks).map(hex))

/** More than one answer takes, in bytes and in blocks: written once for all. */
let largeOnes: Promise<{ catalogue: Writer; journal: Writer; long: Writer }> | undefined
function large() {
  largeOnes ??= (async () => {
    const catalogue = await aWriter(LANES.catalogue)
    const journal = await aWriter(LANES.journal, catalogue.keys)
    const long = await aWriter()
    await catalogue.writeMany(22, 200_000)
    await journal.writeMany(3)
    await long.writeMany(MOST_BLOCKS + 3)
    return { catalogue, journal, long }
  })()
  return largeOnes
}

/** All start at once: databases take seconds to be made. */
const started = new Map(SITES.filter(({ why }) => !why).map(site => [site.name, site.start()]))

describe.each(SITES)('$name', ({ name, why, isServer }) => {
  let site: RunningSite
  beforeAll(async () => {
    const found = await started.get(name)
    if (found) site = found
  })
  afterAll(() => site?.close())
  const test = it.skipIf(why !== undefined)
  const served = it.skipIf(why !== undefined || !isServer)

  test('keeps blocks in order, once, and gives them back as they were', async () => {
    const carrier = site.carrier(aMailbox())
    const writer = await aWriter()
    const [first, ...others] = await writer.writeMany(5)
    if (!first) throw new Error('no block')
    expect(await put(carrier, bytesOf(others))).toEqual(['gap', 'gap', 'gap', 'gap'])
    expect(await put(carrier, bytesOf([first, ...others]))).toEqual(Array(5).fill('new'))
    expect(await put(carrier, bytesOf(writer.blocks))).toEqual(Array(5).fill('same'))
    const { heads } = await swapped(carrier, [])
    const { device } = writer.keys
    const hash = writer.blocks.at(-1)?.hash
    expect(heads).toEqual([{ device, lane: LANES.journal, first: 0, head: 4, hash }])
    same(await readAll(carrier, [writer]), writer.blocks)
    const fromTwo = await swapped(carrier, [], [haveOf(writer, 2)])
    same(fromTwo.blocks, writer.blocks.slice(2))
  })

  test('keeps each mailbox apart', async () => {
    const writer = await aWriter()
    await writer.writeMany(2)
    expect(await put(site.carrier(aMailbox()), bytesOf(writer.blocks))).toEqual(['new', 'new'])
    expect((await swapped(site.carrier(aMailbox()), [], [haveOf(writer)])).heads).toEqual([])
  })

  test('says that another block has the place: a copied profile', async () => {
    const carrier = site.carrier(aMailbox())
    const writer = await aWriter()
    await writer.writeMany(2)
    const copy = writer.copy(2)
    await writer.writeMany(2)
    await copy.writeMany(3)
    expect(await put(carrier, bytesOf(writer.blocks))).toEqual(Array(4).fill('new'))
    expect(await put(carrier, bytesOf(copy.blocks))).toEqual([
      'same',
      'same',
      'other',
      'other',
      'other',
    ])
    same(await readAll(carrier, [writer]), writer.blocks)
  })

  test('keeps nothing that its device did not sign', async () => {
    const carrier = site.carrier(aMailbox())
    const writer = await aWriter()
    await writer.writeMany(2)
    const [first, second] = bytesOf(writer.blocks)
    if (!first || !second) throw new Error('no block')
    const altered = [100, first.length - 1, first.length - 70].map(at => {
      const bytes = first.slice()
      bytes[at] = (bytes[at] ?? 0) ^ 1
      return bytes
    })
    expect(await put(carrier, [...altered, new Uint8Array(0), randomBytes(300)])).toEqual(
      Array(5).fill('forged'),
    )
    expect((await swapped(carrier, [], [haveOf(writer)])).heads).toEqual([])
    expect(await put(carrier, [first])).toEqual(['new'])
    const later = second.slice()
    later[second.length - 80] = (later[second.length - 80] ?? 0) ^ 1
    expect(await put(carrier, [later, second])).toEqual(['forged', 'new'])
  })

  test('lets what a base replaces go, and only when it ended', async () => {
    const carrier = site.carrier(aMailbox())
    const writer = await aWriter(LANES.shared)
    await writer.writeMany(3)
    await writer.write({ base: 'begins' })
    await writer.write()
    await put(carrier, bytesOf(writer.blocks))
    expect((await swapped(carrier, [])).heads[0]?.first).toBe(0)
    same(await readAll(carrier, [writer]), writer.blocks)

    expect(await put(carrier, bytesOf([await writer.write({ base: 'ends' })]))).toEqual(['new'])
    expect((await swapped(carrier, [])).heads[0]?.first).toBe(3)
    same(await readAll(carrier, [writer]), writer.blocks.slice(3))

    expect(await put(carrier, bytesOf([await writer.write({ base: 'whole' })]))).toEqual(['new'])
    await put(carrier, bytesOf(await writer.writeMany(1)))
    expect((await swapped(carrier, [])).heads[0]?.first).toBe(6)
    same(await readAll(carrier, [writer]), writer.blocks.slice(6))
    // What a base replaced is not missed.
    expect(await put(carrier, bytesOf(writer.blocks))).toEqual(Array(8).fill('same'))
  })

  test('lets blocks of a journal go once they are packed, and keeps what they are packed in', async () => {
    const carrier = site.carrier(aMailbox())
    const journal = await aWriter(LANES.journal)
    const segments = await aWriter(LANES.segments, journal.keys)
    await journal.writeMany(5)
    await put(carrier, bytesOf(journal.blocks))
    await put(carrier, bytesOf(await segments.writeMany(2, 50_000)))
    same(await readAll(carrier, [journal]), journal.blocks)

    await put(carrier, bytesOf([await journal.write({ base: 'whole' })]))
    await put(carrier, bytesOf(await journal.writeMany(2)))
    same(await readAll(carrier, [journal]), journal.blocks.slice(5))
    same(await readAll(carrier, [segments]), segments.blocks)
    const { heads } = await swapped(carrier, [])
    expect(heads.map(({ lane, first, head }) => [lane, first, head]).sort()).toEqual([
      [LANES.journal, 5, 7],
      [LANES.segments, 0, 1],
    ])
    // Who had read the first two goes on at the base.
    const fromTwo = await swapped(carrier, [], [haveOf(journal, 2)])
    same(fromTwo.blocks, journal.blocks.slice(5))
  })

  test('a base that begins again replaces the one that did not end', async () => {
    const carrier = site.carrier(aMailbox())
    const writer = await aWriter(LANES.catalogue)
    await writer.write()
    await writer.write({ base: 'begins' })
    await writer.write({ base: 'begins' })
    await writer.write({ base: 'ends' })
    expect(await put(carrier, bytesOf(writer.blocks))).toEqual(Array(4).fill('new'))
    same(await readAll(carrier, [writer]), writer.blocks.slice(2))
  })

  test('a mailbox that was wiped or put back is filled again, by any device', async () => {
    const writer = await aWriter(LANES.shared)
    await writer.writeMany(2)
    await writer.write({ base: 'begins' })
    await writer.write({ base: 'ends' })
    await writer.writeMany(2)
    // Wiped: a base needs nothing before it.
    const wiped = site.carrier(aMailbox())
    expect(await put(wiped, bytesOf(writer.blocks.slice(1)))).toEqual([
      'gap',
      'new',
      'new',
      'new',
      'new',
    ])
    expect((await swapped(wiped, [])).heads[0]).toMatchObject({ first: 2, head: 5 })
    // Put back to when it had the first block alone.
    const rolledBack = site.carrier(aMailbox())
    await put(rolledBack, bytesOf(writer.blocks.slice(0, 1)))
    expect(await put(rolledBack, bytesOf(writer.blocks.slice(2)))).toEqual(Array(4).fill('new'))
    same(await readAll(rolledBack, [writer]), writer.blocks.slice(2))
  })

  test('of two that write as one at the same moment, exactly one is kept', async () => {
    const mailbox = aMailbox()
    const writer = await aWriter()
    await writer.writeMany(1)
    await put(site.carrier(mailbox), bytesOf(writer.blocks))
    for (let round = 0; round < 5; round += 1) {
      const copies = await Promise.all(
        Array.from({ length: 6 }, async () => {
          const copy = writer.copy(writer.blocks.length)
          await copy.writeMany(1)
          return copy
        }),
      )
      const all = await Promise.all(
        copies.map(copy => put(site.carrier(mailbox), bytesOf(copy.blocks.slice(-1)))),
      )
      expect(all.flat().sort()).toEqual(['new', ...Array<string>(5).fill('other')])
      writer.blocks.push(
        ...(copies[all.findIndex(([one]) => one === 'new')]?.blocks.slice(-1) ?? []),
      )
    }
    same(await readAll(site.carrier(mailbox), [writer]), writer.blocks)
  })

  test('the same block given by all at once is kept once', async () => {
    const mailbox = aMailbox()
    const writers = await Promise.all([1, 2, 3].map(() => aWriter()))
    for (const writer of writers) await writer.writeMany(4)
    const orders = [writers, writers.toReversed(), writers]
    const all = await Promise.all(
      orders.map(order =>
        put(
          site.carrier(mailbox),
          order.flatMap(writer => bytesOf(writer.blocks)),
        ),
      ),
    )
    const counts = all.flat()
    expect(counts.filter(one => one === 'new')).toHaveLength(12)
    expect(counts.filter(one => one === 'same')).toHaveLength(24)
  })

  test('answers in parts when there is much, sales first', async () => {
    const carrier = site.carrier(aMailbox())
    const { catalogue, journal } = await large()
    await put(carrier, bytesOf(catalogue.blocks.slice(0, 15)))
    await put(carrier, bytesOf([...catalogue.blocks.slice(15), ...journal.blocks]))
    const both = [haveOf(catalogue), haveOf(journal)]
    const first = await swapped(carrier, [], both)
    expect(first.isMore).toBe(true)
    const bytes = first.blocks.reduce((sum, { length }) => sum + length, 0)
    expect(bytes).toBeLessThanOrEqual(MOST_SWAP_BYTES)
    expect(bytes).toBeGreaterThan(MOST_SWAP_BYTES / 2)
    const given = new Set(first.blocks.map(hex))
    expect(bytesOf(journal.blocks).every(block => given.has(hex(block)))).toBe(true)
    expect(await readAll(carrier, [catalogue, journal])).toHaveLength(
      catalogue.blocks.length + journal.blocks.length,
    )
  })

  test('gives no more blocks at once than a swap takes', async () => {
    const carrier = site.carrier(aMailbox())
    const { long: writer } = await large()
    await put(carrier, bytesOf(writer.blocks.slice(0, MOST_BLOCKS - 1)))
    expect((await swapped(carrier, [], [haveOf(writer)])).isMore).toBe(false)
    await put(carrier, bytesOf(writer.blocks.slice(MOST_BLOCKS - 1)))
    const { blocks, isMore } = await swapped(carrier, [], [haveOf(writer)])
    expect([blocks.length, isMore]).toEqual([MOST_BLOCKS, true])
    same(await readAll(carrier, [writer]), writer.blocks)
  })

  test('says that it is full, and keeps what it had', async () => {
    const carrier = site.small(aMailbox())
    const writer = await aWriter()
    await writer.writeMany(12, 400)
    const results = await put(carrier, bytesOf(writer.blocks))
    const kept = results.filter(one => one === 'new').length
    expect(kept).toBeGreaterThan(3)
    expect(kept).toBeLessThan(12)
    expect(results.slice(kept)).toEqual(['full', ...Array<string>(11 - kept).fill('gap')])
    same(await readAll(carrier, [writer]), writer.blocks.slice(0, kept))
  })

  served('has room for a base that makes room', async () => {
    const carrier = site.small(aMailbox())
    const writer = await aWriter(LANES.shared)
    await writer.writeMany(SMALL.blocks, 10)
    expect(await put(carrier, bytesOf(writer.blocks))).toEqual(Array(SMALL.blocks).fill('new'))
    const next = await writer.copy(SMALL.blocks).write()
    expect(await put(carrier, [next.bytes])).toEqual(['full'])
    expect(await put(carrier, bytesOf([await writer.write({ base: 'whole' })]))).toEqual(['new'])
    expect(await put(carrier, bytesOf(await writer.writeMany(5, 10)))).toEqual(Array(5).fill('new'))
  })

  served('has room for segments, which make room', async () => {
    const carrier = site.small(aMailbox())
    const journal = await aWriter(LANES.journal)
    const segments = await aWriter(LANES.segments, journal.keys)
    await journal.writeMany(SMALL.blocks, 10)
    expect(await put(carrier, bytesOf(journal.blocks))).toEqual(Array(SMALL.blocks).fill('new'))
    const next = await journal.copy(SMALL.blocks).write()
    expect(await put(carrier, [next.bytes])).toEqual(['full'])
    expect(await put(carrier, bytesOf([await segments.write()]))).toEqual(['new'])
    expect(await put(carrier, bytesOf([await journal.write({ base: 'whole' })]))).toEqual(['new'])
    expect(await put(carrier, bytesOf(await journal.writeMany(5, 10)))).toEqual(
      Array(5).fill('new'),
    )
  })

  served('has room for so many lanes', async () => {
    const carrier = site.small(aMailbox())
    const results = []
    for (let count = 0; count <= SMALL.streams; count += 1) {
      const writer = await aWriter()
      results.push(...(await put(carrier, bytesOf(await writer.writeMany(1)))))
    }
    expect(results).toEqual(['new', 'new', 'new', 'full'])
  })

  served('gives a claim to the first, and to who takes it over', async () => {
    const claimed = async (by: string, turn: number) => {
      const found = await carrier.claim?.({ claim, turn, sealed: new TextEncoder().encode(by) })
      if (!found?.ok) throw new Error('no answer')
      const { isTaken, holder } = found.value
      return [isTaken, holder.turn, new TextDecoder().decode(holder.sealed)]
    }
    const mailbox = aMailbox()
    const carrier = site.carrier(mailbox)
    const claim = randomBytes(32).toString('hex')
    expect(await claimed('A', 1)).toEqual([true, 1, 'A'])
    expect(await claimed('B', 1)).toEqual([false, 1, 'A'])
    // Asked again, as its answer was lost.
    expect(await claimed('A', 1)).toEqual([true, 1, 'A'])
    expect(await claimed('B', 2)).toEqual([true, 2, 'B'])
    expect(await claimed('A', 1)).toEqual([false, 2, 'B'])
    expect(await claimed('A', 2)).toEqual([false, 2, 'B'])
  })

  served('of claims raced, one is taken', async () => {
    const mailbox = aMailbox()
    const claim = randomBytes(32).toString('hex')
    for (const turn of [1, 2, 3]) {
      const all = await Promise.all(
        ['A', 'B', 'C', 'D', 'E'].map(async by => {
          const sealed = new TextEncoder().encode(by)
          const found = await site.carrier(mailbox).claim?.({ claim, turn, sealed })
          if (!found?.ok) throw new Error('no answer')
          return { by, ...found.value }
        }),
      )
      const taken = all.filter(one => one.isTaken)
      expect(taken).toHaveLength(1)
      for (const { holder } of all) {
        expect(new TextDecoder().decode(holder.sealed)).toBe(taken[0]?.by)
      }
    }
  })

  served('has room for so many claims', async () => {
    const carrier = site.small(aMailbox())
    const answers = []
    for (let count = 0; count <= SMALL.claims; count += 1) {
      const claim = randomBytes(32).toString('hex')
      const found = await carrier.claim?.({ claim, turn: 1, sealed: randomBytes(20) })
      answers.push(found?.ok ? found.value.isTaken : found?.fault.cause)
    }
    expect(answers).toEqual([true, true, 'full'])
  })

  served('holds an answer back until something new comes', async () => {
    const mailbox = aMailbox()
    const writer = await aWriter()
    await put(site.carrier(mailbox), bytesOf(await writer.writeMany(1)))
    const [coming] = await writer.writeMany(1)
    if (!coming) throw new Error('no block')
    const begun = performance.now()
    const waiting = swapped(site.carrier(mailbox), [], [haveOf(writer, 1)], 20)
    await new Promise(resolve => setTimeout(resolve, 200))
    await put(site.carrier(mailbox), [coming.bytes])
    const { blocks } = await waiting
    const tookMs = performance.now() - begun
    same(blocks, [coming])
    expect(tookMs).toBeGreaterThan(190)
    expect(tookMs).toBeLessThan(18_000)
  })

  served('holds an answer back no longer than asked, nor where a lane is unknown', async () => {
    const carrier = site.carrier(aMailbox())
    const writer = await aWriter()
    await put(carrier, bytesOf(await writer.writeMany(1)))
    const begun = performance.now()
    const { blocks } = await swapped(carrier, [], [haveOf(writer, 1)], 0.5)
    const tookMs = performance.now() - begun
    expect(blocks).toEqual([])
    expect(tookMs).toBeGreaterThan(400)
    const { heads } = await swapped(carrier, [], [], 20)
    expect(heads).toHaveLength(1)
    expect(performance.now() - begun - tookMs).toBeLessThan(18_000)
  })

  test('keeps each lane, and hears of each what a device has', async () => {
    const mailbox = aMailbox()
    const writers = [await aWriter()]
    for (const lane of Object.values(LANES).slice(1)) {
      writers.push(await aWriter(lane, writers[0]?.keys))
    }
    for (const writer of writers) {
      await writer.writeMany(2)
      expect(await put(site.carrier(mailbox), bytesOf(writer.blocks))).toEqual(['new', 'new'])
    }
    for (const writer of writers)
      same(await readAll(site.carrier(mailbox), [writer]), writer.blocks)
    const all = writers.map(writer => haveOf(writer, 1))
    const { blocks } = await swapped(site.carrier(mailbox), [], all)
    expect(blocks.map(hex).sort()).toEqual(
      writers.map(writer => hex(bytesOf(writer.blocks)[1] ?? new Uint8Array())).sort(),
    )
  })

  served(
    'makes mailboxes to meet in, and beside, for one that is there, so many a day',
    async () => {
      const { server, later } = closedOf(site)
      const [shop, next, meeting, beside, mailbox] = newMailboxes()
      expect(await server.meet(meeting, shop)).toEqual(refused)
      expect(await server.found(shop, CODE)).toEqual({ ok: true })
      expect(await server.open(next, shop)).toEqual(opened)
      expect(await server.meet(meeting, shop)).toEqual(opened)
      expect(await server.keepBeside(beside, shop)).toEqual(opened)
      // Asked again, as at each exchange: they are there, whoever leads to them.
      for (const one of [next, meeting, beside])
        expect(await server.meet(one, shop)).toEqual(opened)
      // Neither leads anywhere.
      for (const from of [meeting, beside]) {
        expect(await server.open(mailbox, from)).toEqual(refused)
        expect(await server.meet(mailbox, from)).toEqual(refused)
        expect(await server.keepBeside(mailbox, from)).toEqual(refused)
      }
      for (let count = 2; count < MOST_MEETINGS; count += 1) {
        expect(await server.meet(aMailbox(), shop)).toEqual(opened)
      }
      expect(await server.meet(mailbox, shop)).toEqual(refused)
      expect(await server.keepBeside(mailbox, shop)).toEqual(refused)
      // The mailbox is asked all the time, so that no sweep finds it unused.
      await later(1)
      await swapped(server.carrier(shop), [])
      expect(await server.meet(mailbox, shop)).toEqual(opened)
      for (let count = 1; count < MOST_HEIRS; count += 1) {
        expect(await server.open(aMailbox(), shop)).toEqual(opened)
      }
      expect(await server.open(aMailbox(), shop)).toEqual(refused)
    },
  )

  served('forgets what nobody needs, and nothing that is in use', async () => {
    const { server, later, sweep } = closedOf(site)
    const [shop, moved, meeting, beside, quiet] = newMailboxes()
    const isThere = async (mailbox: string) => (await server.meet(mailbox, 'f'.repeat(32))).ok
    const writer = await aWriter(LANES.shared)
    await writer.writeMany(150)
    for (const mailbox of [moved, quiet]) {
      await server.found(mailbox, CODE)
      await put(server.carrier(mailbox), bytesOf(writer.blocks))
    }
    await server.open(shop, moved)
    await server.meet(meeting, shop)
    await server.keepBeside(beside, shop)
    await sweep()
    expect(await isThere(meeting)).toBe(true)

    await later(1)
    await sweep()
    expect(await Promise.all([meeting, shop, moved, beside].map(isThere))).toEqual([
      false,
      true,
      true,
      true,
    ])
    // Used by who only asks.
    await later(MOVED_DAYS - 1)
    await swapped(server.carrier(shop), [])
    await sweep()
    expect(await isThere(moved)).toBe(true)
    await later(1)
    await sweep()
    expect(await Promise.all([moved, shop, beside, quiet].map(isThere))).toEqual([
      false,
      true,
      true,
      true,
    ])
    // A shop of one season: what it keeps beside is no move.
    await later(UNUSED_DAYS - MOVED_DAYS - 1)
    await sweep()
    expect(await Promise.all([shop, beside, quiet].map(isThere))).toEqual([true, true, true])
    await later(1)
    await swapped(server.carrier(quiet), [])
    await later(MOVED_DAYS)
    await sweep()
    expect(await Promise.all([shop, beside, quiet].map(isThere))).toEqual([false, false, true])
    same(await readAll(server.carrier(quiet), [writer]), writer.blocks)
    // Nothing is left of one that comes back.
    expect(await server.found(moved, CODE)).toEqual({ ok: true })
    expect((await swapped(server.carrier(moved), [])).heads).toEqual([])
    expect(new Set(await put(server.carrier(moved), bytesOf(writer.blocks)))).toEqual(
      new Set(['new']),
    )
  })

  served.each([
    ['no JSON', 'echange', '{', 400],
    ['another shape', 'echange', '{"version":1}', 400],
    ['a mailbox that is no name', 'echange', body({ mailbox: "' or 1=1 --" }), 400],
    ['a block that is no base64', 'echange', body({ blocks: ['é'] }), 400],
    ['a lane that is none', 'echange', body({ have: [['0'.repeat(32), 9, 0]] }), 400],
    ['a number that is none', 'echange', body({ have: [['0'.repeat(32), 0, -1]] }), 400],
    ['too many blocks', 'echange', body({ blocks: Array(MOST_BLOCKS + 1).fill('AAAA') }), 400],
    ['a long wait', 'echange', body({ wait: 1e9 }), 400],
    ['a body without end', 'echange', 'x'.repeat(7_000_000), 413],
    ['a claim without end', 'prise', 'x'.repeat(100_000), 413],
    ['a claim of nothing', 'prise', '{"version":1}', 400],
    ['an opening for nothing', 'ouvrir', body({}), 400],
    ['a meeting of no mailbox', 'ouvrir', body({ meets: '..' }), 400],
    ['a code without end', 'ouvrir', body({ code: 'x'.repeat(500) }), 400],
    ['deep JSON', 'echange', '['.repeat(100_000), 400],
  ])('refuses %s', async (_what, act, sent, status) => {
    expect(await site.post?.(act, sent)).toBe(status)
  })

  served('refuses what a form of any page can send', async () => {
    const sent = body({})
    expect(await site.post?.('echange', sent, 'text/plain')).toBe(415)
    expect(await site.post?.('echange', sent)).toBe(200)
  })
})

function body(fields: object): string {
  const whole = { version: 1, mailbox: '0'.repeat(32), have: [], blocks: [], wait: 0 }
  return JSON.stringify({ ...whole, ...fields })
}
