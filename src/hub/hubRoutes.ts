import { Hono, type Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Mailboxes } from './mailboxes'
import type { MailboxStore } from './mailboxStore'
import { openMailbox } from './openMailbox'
import { rateBound } from './rates'
import {
  claimedBody,
  MOST_BODY_BYTES,
  parseClaim,
  parseOpen,
  parseSwap,
  swappedBody,
} from '@/core/sharing/wire'

/** Who may have a mailbox: nobody, who gives the server's code, or whoever asks. */
export type Admission = 'off' | 'code' | 'open'

export interface OpenHub {
  store: MailboxStore
  mailboxes: Mailboxes
}

export interface HubOptions {
  /** Undefined while the database cannot be reached. */
  hub: () => OpenHub | undefined
  admission: Admission
  isCodeRight: (typed: string) => boolean
  /** Address of the reverse proxy whose word counts for where a request comes from. */
  trustedProxy?: string | undefined
  /** Whether a name may ask once more; bounds against a flood unless told. */
  isCalm?: ((name: string) => boolean) | undefined
  onFault: (error: unknown) => void
}

interface Peer {
  incoming?: { socket: { remoteAddress?: string | undefined } }
}
type HubContext = Context<{ Bindings: Peer }>

/** An answer is data: opened by its address, it can run nothing and load nothing. */
const DATA_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
}

/** A shop behind one address has some devices, that answer each other within the second. */
const OF_ADDRESS = { burst: 400, perSecond: 50 }
const OF_MAILBOX = { burst: 200, perSecond: 30 }
/** A shop is founded once; the code is tried as often as a person types. */
const OPENINGS = { burst: 10, perSecond: 1 / 60 }
const SMALL_BODY_BYTES = 8 * 1024

/** The mailbox over HTTP. Mailboxes are named in bodies alone: addresses are logged on the way. */
export function hubRoutes(options: HubOptions): Hono<{ Bindings: Peer }> {
  const { admission, onFault } = options
  const app = new Hono<{ Bindings: Peer }>()
  const isAddressCalm = options.isCalm ?? rateBound(OF_ADDRESS)
  const isMailboxCalm = options.isCalm ?? rateBound(OF_MAILBOX)
  const mayOpen = options.isCalm ?? rateBound(OPENINGS)

  app.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(DATA_HEADERS)) context.header(name, value)
  })
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ error: error.message }, error.status)
    onFault(error)
    return context.json({ error: 'unavailable' }, 503, DATA_HEADERS)
  })

  app.get('/sante', async context => {
    const hub = options.hub()
    if (!hub) return context.json({ ok: false, admission }, 503)
    await hub.store.check()
    const { mailboxes } = hub
    const waiting = mailboxes.waiting()
    return context.json({ ok: true, admission, waiting, ...mailboxes.counters })
  })

  app.use(async (context, next) => {
    if (!isAddressCalm(addressOf(context, options.trustedProxy))) return tooMany(context)
    const type = context.req.header('content-type') ?? ''
    if (!/^application\/json\b/.test(type)) return context.json({ error: 'not-json' }, 415)
    return next()
  })

  /** Whether a mailbox may be used: it is there, or this hub makes any that is asked for. */
  async function isAdmitted(context: HubContext, hub: OpenHub, mailbox: string) {
    if ((await hub.store.versions([mailbox])).size > 0) return true
    return admission === 'open' && mayOpen(addressOf(context, options.trustedProxy))
  }

  app.post('/echange', async context => {
    const hub = options.hub()
    if (!hub) return context.json({ error: 'unavailable' }, 503)
    const asked = parseSwap(await jsonOf(context, MOST_BODY_BYTES))
    if (!asked) return context.json({ error: 'unreadable' }, 400)
    if (!isMailboxCalm(asked.mailbox)) return tooMany(context)
    if (!(await isAdmitted(context, hub, asked.mailbox))) return notAdmitted(context)
    const { signal } = context.req.raw
    const swapped = await hub.mailboxes.swap(asked.mailbox, asked.swap, signal)
    return context.json(swappedBody(swapped))
  })

  app.post('/prise', async context => {
    const hub = options.hub()
    if (!hub) return context.json({ error: 'unavailable' }, 503)
    const asked = parseClaim(await jsonOf(context, SMALL_BODY_BYTES))
    if (!asked) return context.json({ error: 'unreadable' }, 400)
    if (!isMailboxCalm(asked.mailbox)) return tooMany(context)
    if (!(await isAdmitted(context, hub, asked.mailbox))) return notAdmitted(context)
    const claimed = await hub.mailboxes.claim(asked.mailbox, asked.claim)
    return claimed ? context.json(claimedBody(claimed)) : context.json({ error: 'full' }, 507)
  })

  // Without a code one asks whether there is one: that is no guess at it.
  const isAdmittedBy = (code: string) =>
    admission === 'open' || (code !== '' && options.isCodeRight(code))

  app.post('/ouvrir', async context => {
    const hub = options.hub()
    if (!hub) return context.json({ error: 'unavailable' }, 503)
    const asked = parseOpen(await jsonOf(context, SMALL_BODY_BYTES))
    if (!asked) return context.json({ error: 'unreadable' }, 400)
    const { mailbox, opening } = asked
    // Devices ask again at each exchange, and when an answer was lost: that is no new mailbox.
    const isThere = (await hub.store.versions([mailbox])).size > 0
    if (!isThere && !mayOpen(addressOf(context, options.trustedProxy))) return tooMany(context)
    const isOpen = isThere || (await openMailbox(hub.store, mailbox, opening, isAdmittedBy))
    return isOpen ? context.json({ version: 1, isOpen }) : notAdmitted(context)
  })

  return app
}

const tooMany = (context: HubContext) => context.json({ error: 'too-many' }, 429)
const notAdmitted = (context: HubContext) => context.json({ error: 'not-admitted' }, 403)

/** Undefined for what is no JSON, as is everything that is not read. A longer body ends the request. */
async function jsonOf({ req }: HubContext, mostBytes: number): Promise<unknown> {
  const tooLong = () => new HTTPException(413, { message: 'body too long' })
  if (Number(req.header('content-length') ?? 0) > mostBytes) throw tooLong()
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of req.raw.body ?? []) {
    bytes += part.length
    if (bytes > mostBytes) throw tooLong()
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function addressOf({ env, req }: HubContext, trustedProxy: string | undefined): string {
  const peer = (env?.incoming?.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  if (trustedProxy !== peer) return peer
  return req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? peer
}
