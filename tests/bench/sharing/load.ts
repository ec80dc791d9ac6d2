import { loadavg } from 'node:os'
import { buildHub, startHub, type HubProcess } from '../../sharing/hubProcess'
import { startPostgres, whyNoPostgres, type PostgresServer } from '../../sharing/postgresServer'
import { familyOf, takenBy, type Taken } from './processes'
import {
  aShop,
  codeOf,
  DEVICES,
  hangUp,
  listen,
  note,
  open,
  put,
  rest,
  sell,
  type Answered,
  type Listened,
  type SimulatedShop,
} from './shopLoad'

type Tell = (text: string) => void

/** What is simulated, and for how long. */
export interface LoadOptions {
  shops: number
  seconds: number
  /** Shops whose devices listen, step by step; the last that holds is measured for `seconds`. */
  listening: readonly number[]
}

/** Sales of a device in a day, and the part of them in its busiest hour. */
const SALES_A_DAY = 300
const BUSIEST_HOUR = 0.15
/** Blocks a second that so many shops write in the busiest hour. */
const blocksPerSecond = (shops: number) => (shops * DEVICES * SALES_A_DAY * BUSIEST_HOUR) / 3_600
/** Requests that no answer came to yet; more are not sent, and are counted as dropped. */
const MOST_UNDER_WAY = 2_000
const OPENED_AT_ONCE = 16
const STEP_SECONDS = 30
/** A step holds while sales are said within this. */
const STEP_MS = 2_000

/** What a phase came to. */
export interface Phase {
  name: string
  seconds: number
  wanted: number
  sold: number
  dropped: number
  failures: Record<string, number>
  saidMs: number[]
  fetchedMs: number[]
  held: number
  requestsPerSecond: number
  hub: Taken
  postgres: Taken
  load: number
}

interface Site {
  address: string
  hub: HubProcess
  postgres: PostgresServer
}

/** The load of many shops on one hub and PostgreSQL on this machine, over HTTP on its own device. */
export async function measureLoad(tell: Tell, options: LoadOptions): Promise<Phase[]> {
  const why = whyNoPostgres()
  if (why !== undefined) {
    tell(`PostgreSQL : ${why}`)
    return []
  }
  const postgres = await startPostgres()
  const built = await buildHub()
  const hub = await startHub(built.file, { DATABASE_URL: postgres.url })
  try {
    const site = { address: hub.address, hub, postgres }
    const shops = await openShops(tell, site, options.shops)
    const alone = await phase(site, shops, {
      name: `${options.shops} boutiques, blocs seuls`,
      seconds: options.seconds,
      act: put,
    })
    return [alone, ...(await listenMore(site, shops, options))]
  } finally {
    hangUp()
    await hub.kill()
    built.remove()
    await postgres.close()
  }
}

async function openShops(tell: Tell, site: Site, count: number): Promise<SimulatedShop[]> {
  const shops: SimulatedShop[] = []
  let begun = 0
  const startedAt = performance.now()
  const opening = async () => {
    while (begun < count) {
      begun += 1
      const shop = await aShop(begun)
      shops.push(shop)
      const { status, results } = await open(site.address, shop)
      if (status !== 200 || results.some(one => one !== 'new'))
        throw new Error(`not opened: ${status}`)
    }
  }
  await Promise.all(Array.from({ length: OPENED_AT_ONCE }, opening))
  const seconds = (performance.now() - startedAt) / 1_000
  tell(`${shops.length} boîtes ouvertes en ${seconds.toFixed(0)} s, ${DEVICES} appareils chacune`)
  return shops
}

/** More shops listen at each step, until one does not hold; the one before is measured for long. */
async function listenMore(
  site: Site,
  shops: readonly SimulatedShop[],
  { listening, seconds }: LoadOptions,
): Promise<Phase[]> {
  const phases: Phase[] = []
  let best: number | undefined
  for (const count of listening) {
    const step = await phase(site, shops.slice(0, count), {
      name: `${count} boutiques à l’écoute`,
      seconds: STEP_SECONDS,
      act: sell,
      isListening: true,
    })
    phases.push(step)
    if (!holds(step)) break
    best = count
  }
  if (best === undefined) return phases
  const long = await phase(site, shops.slice(0, best), {
    name: `${best} boutiques à l’écoute, longtemps`,
    seconds,
    act: sell,
    isListening: true,
  })
  return [...phases, long]
}

function holds({ saidMs, sold, dropped, failures }: Phase): boolean {
  const slowest = saidMs.toSorted((one, other) => one - other)[Math.floor(saidMs.length * 0.95)]
  return dropped === 0 && sold > 0 && (slowest ?? 0) < STEP_MS && Object.keys(failures).length === 0
}

/** Sells at the rate of the busiest hour, whether the hub keeps up or not, and looks what became of it. */
async function phase(
  site: Site,
  shops: readonly SimulatedShop[],
  {
    name,
    seconds,
    act,
    isListening = false,
  }: {
    name: string
    seconds: number
    act: (address: string, shop: SimulatedShop, at: number) => Promise<Answered>
    isListening?: boolean
  },
): Promise<Phase> {
  let isOver = false
  const listened: Listened = { heldCount: 0, requests: 0, failures: new Map(), fetchedMs: [] }
  const listeners: Promise<void>[] = []
  if (isListening) {
    for (const [place, shop] of shops.entries()) {
      for (let at = 0; at < DEVICES; at += 1) {
        listeners.push(listen(site.address, shop, at, listened, () => isOver))
      }
      // They come over some seconds, as after an outage; all at once they would be refused.
      if (place % 20 === 19) await rest(60)
    }
  }
  const selling = new Selling(site.address, shops, act, listened.failures)
  const before = takenNow(site)
  const requestsBefore = listened.requests
  const startedAt = performance.now()
  const rate = blocksPerSecond(shops.length)
  await selling.during(seconds, rate)
  const elapsed = (performance.now() - startedAt) / 1_000
  const after = takenNow(site)
  const held = listened.heldCount
  const asked = listened.requests - requestsBefore + selling.saidMs.length * (act === sell ? 2 : 1)
  isOver = true
  hangUp()
  await Promise.all(listeners)
  // The hub notices that nobody waits any more.
  await rest(1_000)
  return {
    name,
    seconds,
    wanted: rate,
    sold: selling.saidMs.length / elapsed,
    dropped: selling.dropped,
    failures: Object.fromEntries(selling.failures),
    saidMs: selling.saidMs,
    fetchedMs: listened.fetchedMs,
    held,
    requestsPerSecond: asked / elapsed,
    hub: between(before.hub, after.hub, elapsed),
    postgres: between(before.postgres, after.postgres, elapsed),
    load: loadavg()[0] ?? 0,
  }
}

/** Sales of some shops, each of any of them, at a rate that does not wait for answers. */
class Selling {
  readonly saidMs: number[] = []
  dropped = 0
  private underWay = 0
  private readonly busy = new Set<SimulatedShop>()

  constructor(
    private readonly address: string,
    private readonly shops: readonly SimulatedShop[],
    private readonly act: (address: string, shop: SimulatedShop, at: number) => Promise<Answered>,
    readonly failures: Map<string, number>,
  ) {}

  async during(seconds: number, perSecond: number): Promise<void> {
    const startedAt = performance.now()
    const all = Math.round(seconds * perSecond)
    const done: Promise<void>[] = []
    for (let count = 0; count < all; count += 1) {
      const dueMs = startedAt + (count * 1_000) / perSecond
      const early = dueMs - performance.now()
      if (early > 1) await rest(early)
      if (this.underWay >= MOST_UNDER_WAY) this.dropped += 1
      else done.push(this.sellOne(dueMs))
    }
    await Promise.all(done)
  }

  private async sellOne(dueMs: number): Promise<void> {
    const shop = this.idleShop()
    this.underWay += 1
    try {
      const { status, results } = await this.act(
        this.address,
        shop,
        Math.floor(Math.random() * DEVICES),
      )
      if (status !== 200) note(this.failures, String(status))
      else if (results[0] === 'new') this.saidMs.push(performance.now() - dueMs)
      else note(this.failures, results[0] ?? 'no result')
    } catch (error) {
      note(this.failures, codeOf(error))
    } finally {
      this.underWay -= 1
      this.busy.delete(shop)
    }
  }

  /** A shop none of whose sales is under way: a device gives its blocks one after the other. */
  private idleShop(): SimulatedShop {
    for (;;) {
      const shop = this.shops[Math.floor(Math.random() * this.shops.length)]
      if (!shop) throw new Error('there are shops')
      if (this.busy.has(shop)) continue
      this.busy.add(shop)
      return shop
    }
  }
}

const takenNow = ({ hub, postgres }: Site) => ({
  hub: takenBy([hub.pid]),
  postgres: takenBy(familyOf(postgres.pid)),
})

/** Milliseconds of a processor a second, and what is held in memory in the end. */
const between = (before: Taken, after: Taken, seconds: number): Taken => ({
  cpuMs: (after.cpuMs - before.cpuMs) / seconds,
  residentBytes: after.residentBytes,
})
