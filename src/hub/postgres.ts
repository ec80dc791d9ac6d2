import { setTimeout as sleep } from 'node:timers/promises'
import { Pool, type PoolClient } from 'pg'
import type { Engine, Row, SqlValue, Statements } from './engine'
import { missingColumns, tableStatements } from './tables'

const CONNECTIONS = 16
const CONNECT_MS = 5_000
/** A statement that takes longer waits for a lock that nobody gives back. */
const STATEMENT_MS = 20_000
/** Two hubs that start together make the same tables: PostgreSQL lets one fail, which looks again. */
const TRIES = 10
const TRY_AGAIN_MS = 200
const SAME_TABLE_MADE = new Set(['23505', '42P07', '42701', '40P01', 'XX000'])

/** Errors that tell of the server, not of the statement: another server may answer. */
const READ_ONLY = '25006'
const isOfServer = (code: string): boolean =>
  code === '' || code === READ_ONLY || /^(?:E[A-Z]+|08...|57P..)$/.test(code)

/**
 * A PostgreSQL database by its address; several hubs may use one. Several addresses, separated by
 * spaces, are a server and its standbys: the next is asked when one does not answer or takes no
 * writing. Tables are made where missing. A commit is answered when it is flushed, on a synchronous
 * standby too where there is one, whatever the database's own setting.
 */
export async function openPostgres(
  addresses: string,
  onFault: (error: unknown) => void,
): Promise<Engine> {
  const pools = addresses
    .trim()
    .split(/\s+/)
    .map(connectionString => poolOf(connectionString, onFault))
  const close = async () => void (await Promise.all(pools.map(pool => pool.end())))
  let current = 0

  async function onServer<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    const place = current
    const pool = pools[place]
    if (!pool) throw new Error('no address of a database')
    try {
      return await work(pool)
    } catch (error) {
      if (isOfServer(codeOf(error)) && current === place) current = (place + 1) % pools.length
      throw error
    }
  }
  const write = <T>(work: (statements: Statements) => Promise<T>) =>
    onServer(pool => inTransaction(pool, work))

  try {
    await makeTables(write)
  } catch (error) {
    await close()
    throw error
  }
  return {
    name: 'postgresql',
    read: statementsOver((text, values) => onServer(pool => pool.query(textOf(text, values)))),
    write,
    close,
  }
}

function poolOf(connectionString: string, onFault: (error: unknown) => void): Pool {
  const pool = new Pool({
    connectionString,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
    application_name: 'comptoir',
    keepAlive: true,
  })
  // A connection that nobody uses was cut: the pool makes another.
  pool.on('error', onFault)
  return pool
}

async function inTransaction<T>(
  pool: Pool,
  work: (statements: Statements) => Promise<T>,
): Promise<T> {
  const client: PoolClient = await pool.connect()
  // Cut while no statement runs: the next one fails, and says so.
  const ignore = () => undefined
  client.on('error', ignore)
  let isBroken = true
  try {
    await client.query('begin; set local synchronous_commit = on')
    try {
      const value = await work(statementsOver((text, values) => client.query(textOf(text, values))))
      await client.query('commit')
      isBroken = false
      return value
    } catch (error) {
      // Where the line is cut there is nothing to undo; the connection is not used again.
      await client.query('rollback').then(
        () => (isBroken = false),
        () => undefined,
      )
      throw error
    }
  } finally {
    client.off('error', ignore)
    client.release(isBroken)
  }
}

async function makeTables(write: Engine['write']): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await write(async statements => {
        const [there] = await statements.all("select to_regclass('claim_63')::text as made")
        if (there?.made) return addColumns(statements)
        for (const statement of tableStatements('postgresql')) await statements.run(statement)
      })
      return
    } catch (error) {
      if (tries === TRIES || !SAME_TABLE_MADE.has(codeOf(error))) throw error
      await sleep(TRY_AGAIN_MS)
    }
  }
}

/** What a table that an earlier version made has not. */
async function addColumns(statements: Statements): Promise<void> {
  const columns = await statements.all(COLUMNS)
  const there = new Set(columns.map(({ attname }) => String(attname)))
  for (const sql of missingColumns('postgresql', there)) await statements.run(sql)
}
const COLUMNS = `select attname from pg_attribute
  where attrelid = to_regclass('mailbox') and attnum > 0 and not attisdropped`

type Ask = (
  text: string,
  values: readonly SqlValue[],
) => Promise<{ rowCount: number | null; rows: unknown[] }>

const statementsOver = (ask: Ask): Statements => ({
  run: async (text, values = []) => (await ask(text, values)).rowCount ?? 0,
  all: async (text, values = []) => (await ask(text, values)).rows as Row[],
})

/** A statement as PostgreSQL takes it, `?` as `$1`, `$2`…; it is kept ready in each connection. */
function textOf(sql: string, values: readonly SqlValue[]) {
  const known = numberedTexts.get(sql)
  if (known) return { ...known, values: [...values] }
  let count = 0
  const text = sql.replaceAll('?', () => `$${(count += 1)}`)
  // What makes a table or asks a list of mailboxes is not asked again as it is.
  if (numberedTexts.size >= MOST_TEXTS || values.length === 0) return { text, values: [...values] }
  const numbered = { text, name: `c${numberedTexts.size}` }
  numberedTexts.set(sql, numbered)
  return { ...numbered, values: [...values] }
}
const numberedTexts = new Map<string, { text: string; name: string }>()
const MOST_TEXTS = 60

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''
