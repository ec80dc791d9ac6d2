import type { Engine } from './engine'

/** Parts of a big table in PostgreSQL, from the start: one can be moved to another server later. */
const PARTITIONS = 64

interface Types {
  bytes: string
  number: string
  /** What follows a table that is cut by mailbox. */
  cut: string
}
const TYPES: Record<Engine['name'], Types> = {
  sqlite: { bytes: 'blob', number: 'integer', cut: ' without rowid' },
  postgresql: { bytes: 'bytea', number: 'bigint', cut: ' partition by hash (mailbox)' },
}

/** Columns of a mailbox that its first tables had not, and what they are. */
const laterColumns = (engine: Engine['name']): Record<string, string> => ({
  meetings: `${TYPES[engine].number} not null default 0`,
  met: "varchar(10) not null default ''",
  meets: 'smallint not null default 0',
})

/** Statements that add to a table that an earlier version made what it has not. */
export const missingColumns = (engine: Engine['name'], there: ReadonlySet<string>): string[] =>
  Object.entries(laterColumns(engine))
    .filter(([name]) => !there.has(name))
    .map(([name, type]) => `alter table mailbox add column ${name} ${type}`)

/** Tables that are cut by mailbox in PostgreSQL. */
const CUT = ['stream', 'block', 'claim'] as const

/**
 * Statements that make the tables where they are missing. `version` of a mailbox grows with each
 * change; `seen` is the day of its last request, `met` that of its last meeting, of which day it had
 * `meetings`; `meets` is 1 for a mailbox that is one, 2 for one that is kept beside another. `base` of a stream is where a base begins that did
 * not end. Rows of blocks are too long for a table without row numbers in SQLite.
 */
export function tableStatements(engine: Engine['name']): string[] {
  const { bytes, number, cut } = TYPES[engine]
  const later = Object.entries(laterColumns(engine))
    .map(([name, type]) => `${name} ${type}`)
    .join(', ')
  const made = [
    `create table if not exists mailbox (
      mailbox varchar(32) not null primary key, version ${number} not null, bytes ${number} not null,
      blocks ${number} not null, streams ${number} not null, claims ${number} not null,
      heirs ${number} not null, ${later}, made varchar(10) not null, seen varchar(10) not null)`,
    `create table if not exists stream (
      mailbox varchar(32) not null, device varchar(32) not null, lane smallint not null,
      head ${number} not null, first ${number} not null, base ${number}, hash varchar(64) not null,
      pub ${bytes} not null, primary key (mailbox, device, lane))${cut}`,
    `create table if not exists block (
      mailbox varchar(32) not null, device varchar(32) not null, lane smallint not null,
      seq ${number} not null, size ${number} not null, sealed ${bytes} not null,
      primary key (mailbox, device, lane, seq))${engine === 'sqlite' ? '' : cut}`,
    `create table if not exists claim (
      mailbox varchar(32) not null, claim varchar(64) not null, turn ${number} not null,
      sealed ${bytes} not null, made varchar(10) not null,
      primary key (mailbox, claim, turn))${cut}`,
  ]
  if (engine === 'sqlite') return made
  // Sealed bytes do not get smaller: PostgreSQL is not to try. Partitions take it over.
  const apart = 'alter table block alter column sealed set storage external'
  const parts = CUT.flatMap(table =>
    Array.from(
      { length: PARTITIONS },
      (_, part) =>
        `create table if not exists ${table}_${part} partition of ${table}
         for values with (modulus ${PARTITIONS}, remainder ${part})`,
    ),
  )
  return [...made, apart, ...parts]
}
