import postgres from 'postgres'
import type { Engine, Row, SqlValue, Statements } from './engine'
import { tableStatements } from './tables'

const CONNECTIONS = 16
const CONNECT_SECONDS = 10
/** Two hubs that start together make the same tables: PostgreSQL lets one fail, which looks again. */
const TRIES = 5
const SAME_TABLE_MADE = new Set(['23505', '42P07', '40P01', 'XX000'])

/**
 * A PostgreSQL database by its address; several hubs may use one. Tables are made where missing. A
 * commit is answered when it is flushed, on a synchronous standby too where there is one, whatever
 * the database's own setting.
 */
export async function openPostgres(address: string): Promise<Engine> {
  const sql = postgres(address, {
    max: CONNECTIONS,
    connect_timeout: CONNECT_SECONDS,
    connection: { application_name: 'comptoir', synchronous_commit: 'on' },
    onnotice: () => undefined,
  })
  try {
    await makeTables(sql)
  } catch (error) {
    await sql.end({ timeout: 1 })
    throw error
  }
  return {
    name: 'postgresql',
    read: statementsOf(sql),
    write: async work => (await sql.begin(inside => work(statementsOf(inside)))) as never,
    close: () => sql.end({ timeout: 5 }),
  }
}

async function makeTables(sql: postgres.Sql): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      const [there] = await sql`select to_regclass('claim_63') as made`
      if (there?.made) return
      await sql.begin(async inside => {
        for (const statement of tableStatements('postgresql')) await inside.unsafe(statement)
      })
      return
    } catch (error) {
      const code = error instanceof postgres.PostgresError ? error.code : ''
      if (tries === TRIES || !SAME_TABLE_MADE.has(code)) throw error
    }
  }
}

function statementsOf(sql: postgres.Sql | postgres.TransactionSql): Statements {
  const ask = (text: string, values: readonly SqlValue[]) =>
    sql.unsafe(numbered(text), values.map(sendable), { prepare: true })
  return {
    run: async (text, values = []) => (await ask(text, values)).count,
    all: async (text, values = []) => (await ask(text, values)) as unknown as Row[],
  }
}

/** `?` as PostgreSQL counts them: `$1`, `$2`… */
function numbered(text: string): string {
  const known = numberedTexts.get(text)
  if (known !== undefined) return known
  let count = 0
  const made = text.replaceAll('?', () => `$${(count += 1)}`)
  if (numberedTexts.size < MOST_TEXTS) numberedTexts.set(text, made)
  return made
}
const numberedTexts = new Map<string, string>()
const MOST_TEXTS = 100

const sendable = (value: SqlValue) => (value instanceof Uint8Array ? Buffer.from(value) : value)
