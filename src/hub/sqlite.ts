import type { Engine, Row, SqlValue, Statements } from './engine'
import { missingColumns, tableStatements } from './tables'

/** What is used of Node's own SQLite; the types of the oldest Node that runs the till have none. */
interface Statement {
  run(...values: readonly SqlValue[]): { changes: number | bigint }
  all(...values: readonly SqlValue[]): Row[]
}
interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
}
interface SqliteModule {
  DatabaseSync: new (file: string) => Database
}

/** Node's own SQLite; undefined in a Node before 22.13. */
const sqliteModule = (): SqliteModule | undefined =>
  process.getBuiltinModule('node:sqlite') as SqliteModule | undefined

export const hasSqlite = (): boolean => sqliteModule() !== undefined

/** Statements kept ready. There are few; a list of mailboxes makes one a length. */
const MOST_PREPARED = 100
/** How long a statement waits for another process, such as a backup, in milliseconds. */
const BUSY_MS = 5_000

/**
 * A database in a file, in this process. One connection writes, a transaction at a time, and flushes
 * each; another reads, and so sees nothing that is not on disk. Throws in a Node that has no SQLite.
 */
export function openSqlite(file: string): Engine {
  const found = sqliteModule()
  if (!found) throw new Error('Node 22.13 or later is needed for SQLite')
  const writer = opened(new found.DatabaseSync(file))
  for (const sql of tableStatements('sqlite')) writer.exec(sql)
  const columns = writer.prepare('pragma table_info(mailbox)').all()
  const there = new Set(columns.map(({ name }) => String(name)))
  for (const sql of missingColumns('sqlite', there)) writer.exec(sql)
  const reader = opened(new found.DatabaseSync(file))
  const writes = statementsOf(writer)
  let last: Promise<unknown> = Promise.resolve()

  return {
    name: 'sqlite',
    read: {
      ...statementsOf(reader),
      // What is written outside a transaction waits for its turn too.
      run: (sql, values) => inTurn(() => writes.run(sql, values)),
    },
    write: work =>
      inTurn(async () => {
        writer.exec('begin immediate')
        try {
          const value = await work(writes)
          writer.exec('commit')
          return value
        } catch (error) {
          writer.exec('rollback')
          throw error
        }
      }),
    close: () =>
      inTurn(() => {
        reader.close()
        writer.close()
        return Promise.resolve()
      }),
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work)
    // Whoever asked hears of a failure; the next one starts all the same.
    last = mine.catch(() => undefined)
    return mine
  }
}

function opened(database: Database): Database {
  database.exec(`pragma journal_mode = wal`)
  database.exec(`pragma synchronous = full`)
  database.exec(`pragma busy_timeout = ${BUSY_MS}`)
  return database
}

function statementsOf(database: Database): Statements {
  const prepared = new Map<string, Statement>()
  const statement = (sql: string): Statement => {
    const found = prepared.get(sql)
    if (found) return found
    if (prepared.size >= MOST_PREPARED) prepared.clear()
    const made = database.prepare(sql)
    prepared.set(sql, made)
    return made
  }
  return {
    run: (sql, values = []) => attempt(() => Number(statement(sql).run(...values).changes)),
    all: (sql, values = []) => attempt(() => statement(sql).all(...values)),
  }
}

/** SQLite answers at once, and throws at once. */
const attempt = <T>(work: () => T): Promise<T> => new Promise(resolve => resolve(work()))
