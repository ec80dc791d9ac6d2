import type { Table } from 'dexie'

/** Rows with neighbouring positions, or those changed of late. */
export interface Chunk {
  chunk: number
  /** JSON in UTF-8, written and read several times faster than an array of objects. */
  bytes: Uint8Array
  /** Of the recent rows: names the state of all other chunks. It changes whenever one of them does. */
  base?: string
}

/** Rows as last read, so that reading again takes only what changed since. */
export interface RowsMemory<Row> {
  base: string | undefined
  rows: readonly Row[]
}

/** Memory of rows that were never read. */
export const nothingRead = <Row>(): RowsMemory<Row> => ({ base: undefined, rows: [] })

/** Rows whose positions share the bits above these are in one chunk (512 positions). */
const CHUNK_BITS = 9

/**
 * Number of the chunk of recent rows, above all others: a version of the till that does not know it,
 * put back by the owner, reads its rows last, and so shows the newest price.
 */
const RECENT = 2 ** 32
/** More recent rows than these are moved to the chunks of their positions. */
const MOST_RECENT = 512

/**
 * Rows stored by the hundred in a table of chunks: a first sync of 10,000 articles is written in a
 * fraction of the time that single rows take. A few rows that change are written to one chunk of
 * recent rows, which come before those of the other chunks: fifty changes rewrite one chunk, not
 * fifty. For rows that are read all at once or by id, and need no index.
 */
export class ChunkedRows<Row, Id extends string | number> {
  constructor(
    readonly chunks: Table<Chunk, number>,
    private readonly idOf: (row: Row) => Id,
    /** Whole number, zero or more, that orders the rows; several rows may share it. */
    private readonly positionOf: (id: Id) => number,
  ) {}

  /** All rows, by position. */
  async toArray(): Promise<Row[]> {
    return this.readAgain(nothingRead())
  }

  /**
   * All rows, by position. Reads only the recent ones where `memory`, which is changed, holds the
   * others as they are: a row that did not change is then the same object as before.
   */
  async readAgain(memory: RowsMemory<Row>): Promise<Row[]> {
    const recent = memory.base === undefined ? undefined : await this.chunks.get(RECENT)
    if (recent?.base !== undefined && recent.base === memory.base) {
      return this.withRecent(memory.rows, this.rowsOf(recent))
    }
    // In one request: a write in between would be read in part.
    const all = await this.chunks.toArray()
    const newest = all.find(({ chunk }) => chunk === RECENT)
    const rows = all.flatMap(one => (one === newest ? [] : this.rowsOf(one)))
    memory.rows = rows
    memory.base = newest?.base
    return this.withRecent(rows, newest ? this.rowsOf(newest) : [])
  }

  /**
   * Names all rows as they are, without reading those that did not change of late. Null where
   * nothing tells of a change of the others.
   */
  async readState(): Promise<string | null> {
    const recent = await this.chunks.get(RECENT)
    return recent?.base === undefined ? null : `${recent.base} ${textOf(recent.bytes)}`
  }

  async get(id: Id): Promise<Row | undefined> {
    return (await this.bulkGet([id]))[0]
  }

  /** In the order of the ids; undefined for an id without a row. */
  async bulkGet(ids: readonly Id[]): Promise<(Row | undefined)[]> {
    const numbers = [...new Set(ids.map(id => this.chunkOf(id)))]
    const [recent, ...found] = await this.chunks.bulkGet([RECENT, ...numbers])
    const byId = this.byId(recent)
    const wanted = new Set(ids.filter(id => !byId.has(id)).map(id => this.chunkOf(id)))
    for (const chunk of found) {
      if (!chunk || !wanted.has(chunk.chunk)) continue
      for (const row of this.rowsOf(chunk)) {
        const id = this.idOf(row)
        if (!byId.has(id)) byId.set(id, row)
      }
    }
    return ids.map(id => byId.get(id))
  }

  /** Must be called inside a transaction on the table. */
  async bulkPut(rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return
    const held = await this.chunks.get(RECENT)
    const recent = this.byId(held)
    for (const row of rows) recent.set(this.idOf(row), row)
    if (held?.base !== undefined && recent.size <= MOST_RECENT) {
      await this.keepRecent(recent, held.base)
      return
    }
    await this.change([...recent.keys()], kept => {
      for (const [id, row] of recent) kept.get(this.chunkOf(id))?.set(id, row)
    })
    await this.keepRecent(new Map(), crypto.randomUUID())
  }

  /** Must be called inside a transaction on the table. */
  async bulkDelete(ids: readonly Id[]): Promise<void> {
    if (ids.length === 0) return
    await this.change(ids, kept => {
      for (const id of ids) kept.get(this.chunkOf(id))?.delete(id)
    })
    const recent = this.byId(await this.chunks.get(RECENT))
    for (const id of ids) recent.delete(id)
    await this.keepRecent(recent, crypto.randomUUID())
  }

  async clear(): Promise<void> {
    await this.chunks.clear()
  }

  async isEmpty(): Promise<boolean> {
    const [recent, others] = [
      await this.chunks.get(RECENT),
      this.chunks.where('chunk').below(RECENT),
    ]
    return this.byId(recent).size === 0 && (await others.count()) === 0
  }

  private async keepRecent(recent: ReadonlyMap<Id, Row>, base: string): Promise<void> {
    await this.chunks.put({ chunk: RECENT, bytes: bytesOf([...recent.values()]), base })
  }

  private withRecent(rows: readonly Row[], recent: readonly Row[]): Row[] {
    if (recent.length === 0) return [...rows]
    const newer = new Map(recent.map(row => [this.idOf(row), row]))
    const kept = rows.map(row => {
      const id = this.idOf(row)
      const found = newer.get(id)
      if (found) newer.delete(id)
      return found ?? row
    })
    return newer.size === 0 ? kept : this.inOrder([...kept, ...newer.values()])
  }

  /** Sorted by position, so that a chunk does not depend on the order of the writes. */
  private inOrder(rows: Row[]): Row[] {
    const placed = rows.map(row => ({ row, position: this.positionOf(this.idOf(row)) }))
    return placed.sort((a, b) => a.position - b.position).map(({ row }) => row)
  }

  private async change(
    ids: readonly Id[],
    change: (kept: Map<number, Map<Id, Row>>) => void,
  ): Promise<void> {
    const numbers = [...new Set(ids.map(id => this.chunkOf(id)))]
    const found = await this.chunks.bulkGet(numbers)
    const kept = new Map(numbers.map((chunk, index) => [chunk, this.byId(found[index])]))
    change(kept)
    const full = [...kept].filter(([, rows]) => rows.size > 0)
    const empty = [...kept].filter(([, rows]) => rows.size === 0)
    await this.chunks.bulkPut(
      full.map(([chunk, rows]) => ({ chunk, bytes: bytesOf(this.inOrder([...rows.values()])) })),
    )
    if (empty.length > 0) await this.chunks.bulkDelete(empty.map(([chunk]) => chunk))
  }

  private byId(chunk: Chunk | undefined): Map<Id, Row> {
    const rows = chunk ? this.rowsOf(chunk) : []
    return new Map(rows.map(row => [this.idOf(row), row]))
  }

  private rowsOf({ bytes }: Chunk): Row[] {
    return JSON.parse(textOf(bytes)) as Row[]
  }

  private chunkOf(id: Id): number {
    return this.positionOf(id) >>> CHUNK_BITS
  }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

const bytesOf = (rows: readonly unknown[]): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(rows))
