import type { Engine, Row, SqlValue, Statements } from './engine'
import {
  dayBefore,
  MOST_HEIRS,
  MOST_MEETINGS,
  MOVED_DAYS,
  UNUSED_DAYS,
  USUAL_QUOTA,
  type KeptStream,
  type MailboxStore,
  type MailboxUse,
  type Quota,
} from './mailboxStore'
import { isSameClaim } from './memoryStore'
import { bytesOf, OF_LANE, Putting, TAKE, type Use } from './putting'
import { assert } from '@/core/assert'
import { LANES, type Lane, type ReadBlock } from '@/core/sharing/block'
import type { Claim, Claimed, PutResult } from '@/core/sharing/carrier'

const OPEN = `insert into mailbox
  (mailbox, version, bytes, blocks, streams, claims, heirs, meetings, met, meets, made, seen)
  values (?, 0, 0, 0, 0, 0, 0, 0, '', ?, ?, ?) on conflict do nothing`
const SEEN = 'update mailbox set seen = ? where mailbox = ?'
/** The first statement of whatever writes: two writers of a mailbox come one after the other. */
const HOLD = `${SEEN} returning version, bytes, blocks, streams, claims`
const MAILBOX =
  'select version, bytes, blocks, streams, claims, seen from mailbox where mailbox = ?'
const HEIR = 'update mailbox set heirs = heirs + 1 where mailbox = ? and heirs < ? and meets = 0'
/** Counted anew each day. */
const MEETING = `update mailbox
  set meetings = case when met = ? then meetings + 1 else 1 end, met = ?
  where mailbox = ? and meets = 0 and (met <> ? or meetings < ?)`
/** What `meets` says of a mailbox. */
const USES: Record<MailboxUse, number> = { moves: 0, meets: 1, beside: 2 }
/** Meetings of days before, mailboxes that a shop moved from, and those unused for long. */
const NEEDLESS = `select mailbox from mailbox where (meets = 1 and seen < ?)
  or (heirs > 0 and seen < ?) or seen < ? limit ?`
/** Whoever uses it meanwhile keeps it. */
const STILL_NEEDLESS = 'delete from mailbox where mailbox = ? and seen = ?'
const OF_MAILBOX = ['block', 'stream', 'claim'].map(
  table => `delete from ${table} where mailbox = ?`,
)
const CHANGED = `update mailbox set version = version + 1, bytes = ?, blocks = ?, streams = ?
  where mailbox = ?`
const STREAMS = `select device, lane, head, first, base, hash, pub from stream where mailbox = ?
  order by device, lane`
const LIST = `select seq, size from block where ${OF_LANE} and seq >= ? order by seq limit ?`
const HOLDER = `select turn, sealed from claim where mailbox = ? and claim = ?
  order by turn desc limit 1`
const NEW_CLAIM = `insert into claim (mailbox, claim, turn, sealed, made) values (?, ?, ?, ?, ?)
  on conflict do nothing`
const OLDER_CLAIMS = 'delete from claim where mailbox = ? and claim = ? and turn < ?'
const ONE_CLAIM_MORE = 'update mailbox set claims = claims + 1 where mailbox = ?'

/**
 * Keeps mailboxes in a database, by statements that SQLite and PostgreSQL take alike, and MySQL but
 * for `on conflict` and `returning`. `today` is the day, for when a mailbox was seen.
 */
export function sqlStore(
  engine: Engine,
  today: () => string,
  quota: Quota = USUAL_QUOTA,
): MailboxStore {
  const { read } = engine

  /** Makes the mailbox where it is missing, and keeps other writers of it waiting. */
  async function hold(
    statements: Statements,
    mailbox: string,
    use: MailboxUse = 'moves',
  ): Promise<Row> {
    const day = today()
    const [there] = await statements.all(HOLD, [day, mailbox])
    if (there) return there
    await statements.run(OPEN, [mailbox, USES[use], day, day])
    const [made] = await statements.all(HOLD, [day, mailbox])
    assert(made !== undefined, 'a mailbox that is held exists')
    return made
  }

  return {
    async look(mailbox) {
      const [row] = await read.all(MAILBOX, [mailbox])
      if (!row) return undefined
      if (row.seen !== today()) await read.run(SEEN, [today(), mailbox])
      return { version: Number(row.version), streams: await streamsOf(read, mailbox) }
    },
    open: (mailbox, from, use = 'moves') =>
      engine.write(async statements => {
        const [there] = await statements.all(MAILBOX, [mailbox])
        if (there) return true
        if (from !== undefined && !(await leads(statements, from, use, today()))) return false
        await hold(statements, mailbox, use)
        return true
      }),
    put: (mailbox, blocks) =>
      engine.write(async statements => {
        const box = await hold(statements, mailbox)
        return putAll(statements, mailbox, blocks, { box, quota })
      }),
    async list(mailbox, { device, lane }, from, most) {
      const rows = await read.all(LIST, [mailbox, device, lane, from, most])
      return rows.map(({ seq, size }) => ({ seq: Number(seq), size: Number(size) }))
    },
    async take(mailbox, { device, lane }, from, to) {
      const rows = await read.all(TAKE, [mailbox, device, lane, from, to])
      return rows.map(({ sealed }) => bytesOf(sealed))
    },
    claim: (mailbox, claim) =>
      engine.write(async statements => {
        const box = await hold(statements, mailbox)
        const isFull = Number(box.claims) >= quota.claims
        return claimIn(statements, mailbox, claim, { isFull, day: today() })
      }),
    sweep: most => sweepIn(engine, today(), most),
    async versions(mailboxes) {
      const asked = withTwins(mailboxes)
      const rows = await read.all(
        `select mailbox, version from mailbox where mailbox in (${asked.map(() => '?').join(', ')})`,
        asked,
      )
      return new Map(rows.map(row => [String(row.mailbox), Number(row.version)]))
    },
    check: async () => void (await read.all('select count(*) as there from mailbox where 1 = 0')),
    close: () => engine.close(),
  }
}

/**
 * A list with its first name again until its length is a power of two: a database keeps a statement
 * ready for each length, and as many shops wait as there are, another number at each moment.
 */
function withTwins(names: readonly string[]): readonly string[] {
  const length = 2 ** Math.ceil(Math.log2(Math.max(1, names.length)))
  return Array.from({ length }, (_none, at) => names[at] ?? names[0] ?? '')
}

/** Counts a mailbox that another one leads to; false where there is none, or one too many. */
async function leads(
  statements: Statements,
  from: string,
  use: MailboxUse,
  day: string,
): Promise<boolean> {
  const count =
    use === 'moves'
      ? await statements.run(HEIR, [from, MOST_HEIRS])
      : await statements.run(MEETING, [day, day, from, day, MOST_MEETINGS])
  return count > 0
}

/** Forgets mailboxes that nobody needs, each in a transaction of its own. */
async function sweepIn(engine: Engine, day: string, most: number): Promise<number> {
  const before = [day, dayBefore(day, MOVED_DAYS), dayBefore(day, UNUSED_DAYS)]
  const { read } = engine
  const needless = await read.all(NEEDLESS, [...before, most])
  let count = 0
  for (const { mailbox = null } of needless) {
    count += await engine.write(async statements => {
      const [row] = await statements.all(MAILBOX, [mailbox])
      if (!row || String(row.seen) >= day) return 0
      const gone = await statements.run(STILL_NEEDLESS, [mailbox, row.seen ?? null])
      if (gone === 0) return 0
      for (const sql of OF_MAILBOX) await statements.run(sql, [mailbox])
      return 1
    })
  }
  return count
}

/** Puts blocks in a mailbox that is held. */
async function putAll(
  statements: Statements,
  mailbox: string,
  blocks: readonly ReadBlock[],
  { box, quota }: { box: Row; quota: Quota },
) {
  const streams = await streamsOf(statements, mailbox)
  const use = usedBy(box)
  const putting = new Putting(statements, mailbox, streams, use, quota)
  const results: PutResult[] = []
  for (const block of blocks) results.push(await putting.put(block))
  const isChanged = results.includes('new')
  if (isChanged) await statements.run(CHANGED, [use.bytes, use.blocks, use.streams, mailbox])
  return { ...putting.state(Number(box.version) + (isChanged ? 1 : 0)), results }
}

async function claimIn(
  statements: Statements,
  mailbox: string,
  claim: Claim,
  { isFull, day }: { isFull: boolean; day: string },
): Promise<Claimed | undefined> {
  const [row] = await statements.all(HOLDER, [mailbox, claim.claim])
  const holder = row && { ...claim, turn: Number(row.turn), sealed: bytesOf(row.sealed) }
  if (holder && claim.turn <= holder.turn) return { isTaken: isSameClaim(holder, claim), holder }
  if (!holder) {
    if (isFull) return undefined
    await statements.run(ONE_CLAIM_MORE, [mailbox])
  }
  const values = [mailbox, claim.claim, claim.turn, claim.sealed, day]
  if ((await statements.run(NEW_CLAIM, values)) !== 1) throw new Error('another claim came between')
  await statements.run(OLDER_CLAIMS, [mailbox, claim.claim, claim.turn])
  return { isTaken: true, holder: claim }
}

async function streamsOf(statements: Statements, mailbox: string): Promise<KeptStream[]> {
  const rows = await statements.all(STREAMS, [mailbox])
  return rows.map(row => ({
    device: String(row.device),
    lane: laneOf(row.lane),
    head: Number(row.head),
    first: Number(row.first),
    openBase: row.base === null ? null : Number(row.base),
    hash: String(row.hash),
    publicKey: bytesOf(row.pub),
  }))
}

const usedBy = (row: Row): Use => ({
  bytes: Number(row.bytes),
  blocks: Number(row.blocks),
  streams: Number(row.streams),
})

function laneOf(value: SqlValue | undefined): Lane {
  const lane = Object.values(LANES).find(one => one === Number(value))
  assert(lane !== undefined, 'a kept lane is one of ours')
  return lane
}
