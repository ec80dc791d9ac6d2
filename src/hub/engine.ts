/** A value that a database takes or gives; PostgreSQL gives whole numbers of 64 bits as text. */
export type SqlValue = string | number | Uint8Array | null
export type Row = Readonly<Record<string, SqlValue>>

/** Runs one statement; its values stand where it says `?`. */
export interface Statements {
  /** How many rows were written. */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>
  all(sql: string, values?: readonly SqlValue[]): Promise<readonly Row[]>
}

/** A database, as the store uses it: plain statements, and transactions that are on disk at their end. */
export interface Engine {
  name: 'sqlite' | 'postgresql'
  /** Reads see only what is on disk. */
  read: Statements
  /** All or nothing; resolves once it is on disk. */
  write<T>(work: (statements: Statements) => Promise<T>): Promise<T>
  close(): Promise<void>
}
