import type { ServerType } from '@hono/node-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serveHub } from '../../sharing/servedHub'
import { aloneTill } from './twoTills'
import type { Carrier } from '@/core/sharing/carrier'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import { memoryStore } from '@/hub/memoryStore'
import { mailboxServer } from '@/sharing/mailboxServer'
import type { TillContext } from '@/till/context'
import { exchangeShop } from '@/till/sharing/exchangeShop'
import { beginFounding, keepFounding } from '@/till/sharing/founding'
import { openSharing, readGroup, type OpenSharing } from '@/till/sharing/group'
import { hostDevice, type HostedView } from '@/till/sharing/pairing/hosting'
import { isSharing } from '@/till/sharing/isSharing'
import { shopOf } from '@/till/sharing/rotate'
import { visitHost, type GuestView } from '@/till/sharing/pairing/visiting'

const AWAY = { ok: false, fault: { cause: 'unreachable', detail: '' } } as const
const MINUTE_MS = 60_000

let server: ServerType
let hub: ReachedServer
let address: string
let phone: TillContext
let tablet: TillContext
let sharing: OpenSharing
let aheadMs = 0
const views: HostedView[] = []
const seen: GuestView[] = []
const rejections: unknown[] = []
const note = (error: unknown) => void rejections.push(error)

const later = (context: TillContext): TillContext => ({
  ...context,
  now: () => {
    const at = new Date(Date.now() + aheadMs).toISOString()
    return { at, day: at.slice(0, 10) }
  },
})

beforeEach(async () => {
  aheadMs = 0
  for (const list of [views, seen, rejections]) list.splice(0)
  process.on('unhandledRejection', note)
  const served = await serveHub(memoryStore())
  ;({ server, address } = served)
  hub = mailboxServer(address)
  phone = later(await aloneTill('A'))
  tablet = later(await aloneTill('A'))
  const begun = await beginFounding(phone, { server: hub, address, name: 'Un', code: '' })
  if (!begun.ok) throw new Error(begun.error.code)
  await keepFounding(phone, begun.value)
  const opened = await openSharing(phone)
  if (!opened) throw new Error('it was founded')
  sharing = opened
  await exchangeShop(sharing, hub)
})
afterEach(() => {
  process.off('unhandledRejection', note)
  server.close()
  expect(rejections).toEqual([])
})

async function host(reached: ReachedServer = hub) {
  const mailbox = (await shopOf(sharing)).epochs[0]?.mailbox ?? ''
  const hosting = hostDevice(phone, {
    sharing,
    server: reached,
    mailbox,
    role: { sells: true, manages: false },
    alsoUsed: [],
    inTurn: step => step(),
    onView: view => void views.push(view),
  })
  return hosting
}
async function codeShown(): Promise<string> {
  await vi.waitFor(() => expect(views[0]?.at).toBe('waiting'), { timeout: 5_000 })
  const [first] = views
  return first?.at === 'waiting' ? first.code : ''
}
function visit(text: string, reached: ReachedServer = hub, context = tablet) {
  const stop = new AbortController()
  const over = visitHost(context, {
    text,
    name: 'Deux',
    server: () => reached,
    signal: stop.signal,
    onView: view => void seen.push(view),
  })
  return { over, stop: () => stop.abort() }
}
async function digitsRead(): Promise<string> {
  await vi.waitFor(() => expect(seen.at(-1)?.at).toBe('reading-aloud'), { timeout: 5_000 })
  const last = seen.at(-1)
  return last?.at === 'reading-aloud' ? last.digits : ''
}
const compared = () =>
  vi.waitFor(() => expect(views.at(-1)?.at).toBe('comparing'), { timeout: 5_000 })

/** A server whose claims pass, or not, as a line does. */
function cut(isCut: () => boolean, isSlow?: () => Promise<void>): ReachedServer {
  return {
    ...hub,
    carrier(mailbox): Carrier {
      const { swap, claim } = hub.carrier(mailbox)
      return {
        swap,
        claim: async asked => {
          await isSlow?.()
          return isCut() || !claim ? AWAY : claim(asked)
        },
      }
    },
  }
}

describe('two devices that meet', () => {
  it('are of one shop, and neither waits for anything after', async () => {
    const hosting = await host()
    const guest = visit(await codeShown())
    const digits = await digitsRead()
    await compared()
    hosting.typed(digits)
    await Promise.all([hosting.over, guest.over])
    expect(views.at(-1)).toEqual({ at: 'joined', name: 'Deux', letter: 'B' })
    expect(seen.at(-1)).toEqual({ at: 'joined', name: 'Deux', letter: 'B' })
    expect(await isSharing(tablet)).toBe(true)
  })

  it('meet across a line that is cut in the middle, once it is back', async () => {
    let isCut = false
    const hosting = await host(cut(() => isCut))
    const guest = visit(
      await codeShown(),
      cut(() => isCut),
    )
    const digits = await digitsRead()
    await compared()
    isCut = true
    hosting.typed(digits)
    await new Promise(resolve => setTimeout(resolve, 1_600))
    isCut = false
    await Promise.all([hosting.over, guest.over])
    expect([views.at(-1)?.at, seen.at(-1)?.at]).toEqual(['joined', 'joined'])
  })

  it('tell that the device is in, where the answer to its welcome was lost', async () => {
    let isLost = false
    const lossy: ReachedServer = {
      ...hub,
      carrier(mailbox) {
        const { swap, claim } = hub.carrier(mailbox)
        return {
          swap,
          claim: async asked => {
            const answer = claim ? await claim(asked) : AWAY
            if (!isLost || asked.turn === 1) return answer
            isLost = false
            return AWAY
          },
        }
      },
    }
    const hosting = await host(lossy)
    const guest = visit(await codeShown())
    const digits = await digitsRead()
    await compared()
    isLost = true
    hosting.typed(digits)
    await Promise.all([hosting.over, guest.over])
    expect([views.at(-1)?.at, seen.at(-1)?.at]).toEqual(['joined', 'joined'])
  })
})

describe('a code that is shown', () => {
  it('is given up at once, also while an answer is under way, and lets nobody in after', async () => {
    let answer: () => void = () => undefined
    let isAsked = false
    const slow = () =>
      new Promise<void>(resolve => {
        isAsked = true
        answer = resolve
      })
    const hosting = await host(cut(() => false, slow))
    const code = await codeShown()
    await vi.waitFor(() => expect(isAsked).toBe(true))
    hosting.cancel()
    await hosting.over
    answer()
    const guest = visit(code)
    await new Promise(resolve => setTimeout(resolve, 1_500))
    expect(views.at(-1)).toEqual({ at: 'over', why: 'cancelled' })
    expect(seen.map(({ at }) => at)).toEqual(['greeting'])
    guest.stop()
    await guest.over
    expect(seen.at(-1)).toEqual({ at: 'over', why: 'cancelled' })
    expect(await isSharing(tablet)).toBe(false)
  })

  it('is read once: who reads it second is told, and joins nothing', async () => {
    const hosting = await host()
    const code = await codeShown()
    const guest = visit(code)
    await digitsRead()
    const other = later(await aloneTill('A'))
    const second = visit(code, hub, other)
    await second.over
    expect(seen.at(-1)).toEqual({ at: 'over', why: 'taken' })
    expect(await isSharing(other)).toBe(false)
    guest.stop()
    hosting.cancel()
    await Promise.all([guest.over, hosting.over])
  })

  it('is of no use after ten minutes, for either, even where nothing answers', async () => {
    let isCut = false
    const line = cut(() => isCut)
    const hosting = await host(line)
    const guest = visit(await codeShown(), line)
    await digitsRead()
    isCut = true
    aheadMs = 11 * MINUTE_MS
    await Promise.all([hosting.over, guest.over])
    expect(views.at(-1)).toEqual({ at: 'over', why: 'too-late' })
    expect(seen.at(-1)).toEqual({ at: 'over', why: 'too-late' })
    expect(await isSharing(tablet)).toBe(false)
  })

  it('is not shown where the server cannot be reached', async () => {
    const away: ReachedServer = { ...hub, meet: () => Promise.resolve(AWAY) }
    const hosting = await host(away)
    await hosting.over
    expect(views).toEqual([{ at: 'over', why: 'unreachable' }])
  })
})

describe('a device that reads a code', () => {
  it('of a shop already, leaves it for no other', async () => {
    const hosting = await host()
    const before = (await readGroup(phone))?.keys.device
    await visit(await codeShown(), hub, phone).over
    expect(seen).toEqual([{ at: 'over', why: 'already' }])
    expect((await readGroup(phone))?.keys.device).toBe(before)
    hosting.cancel()
    await hosting.over
  })

  it('is told where it is none, or nothing answers', async () => {
    await visit('https://exemple.fr').over
    expect(seen).toEqual([{ at: 'over', why: 'no-code' }])
    const hosting = await host()
    await visit(
      await codeShown(),
      cut(() => true),
    ).over
    expect(seen.at(-1)).toEqual({ at: 'over', why: 'unreachable' })
    hosting.cancel()
    await hosting.over
  })
})
