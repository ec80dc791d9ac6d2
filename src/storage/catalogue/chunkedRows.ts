import type { Table } from 'dexie'

/** Rows with neighbouring positions. */
export interface Chunk {
  chunk: number
  /** JSON in UTF-8, written and read several times faster than an array of objects. */
  bytes: Uint8Array
}

/** Rows whose positions share the bits above these are in one chunk (512 positions). */
const CHUNK_BITS = 9

/**
 * Rows stored by the hundred in a table of chunks: a first sync of 10,000 articles is written in a
 * fraction of the time that single rows take. For rows that are read all at once or by id, and need
 * no index.
 */
export class ChunkedRows<Row, Id extends string | number> {
  constructor(
    readonly chunks: Table<Chunk, number>,
    private readonly idOf: (row: Row) => Id,
    /** Whole number that orders the rows; several rows may share it. */
    private readonly positionOf: (id: Id) => number,
  ) {}

  async toArray(): Promise<Row[]> {
    return (await this.chunks.toArray()).flatMap(chunk => this.rowsOf(chunk))
  }

  async get(id: Id): Promise<Row | undefined> {
    return (await this.bulkGet([id]))[0]
  }

  /** In the order of the ids; undefined for an id without a row. */
  async bulkGet(ids: readonly Id[]): Promise<(Row | undefined)[]> {
    const wanted = [...new Set(ids.map(id => this.chunkOf(id)))]
    const found = await this.chunks.bulkGet(wanted)
    const rows = found.flatMap(chunk => (chunk ? this.rowsOf(chunk) : []))
    const byId = new Map(rows.map(row => [this.idOf(row), row]))
    return ids.map(id => byId.get(id))
  }

  bulkPut(rows: readonly Row[]): Promise<void> {
    return this.change(
      rows.map(row => this.idOf(row)),
      kept => {
        for (const row of rows) kept.get(this.chunkOf(this.idOf(row)))?.set(this.idOf(row), row)
      },
    )
  }

  bulkDelete(ids: readonly Id[]): Promise<void> {
    return this.change(ids, kept => {
      for (const id of ids) kept.get(this.chunkOf(id))?.delete(id)
    })
  }

  async clear(): Promise<void> {
    await this.chunks.clear()
  }

  /** Sorted by position, so that a chunk does not depend on the order of the writes. */
  private inOrder(rows: Row[]): Row[] {
    const placed = rows.map(row => ({ row, position: this.positionOf(this.idOf(row)) }))
    return placed.sort((a, b) => a.position - b.position).map(({ row }) => row)
  }

  /** Changes the chunks of these ids; must be called inside a transaction on the table. */
  private async change(
    ids: readonly Id[],
    change: (kept: Map<number, Map<Id, Row>>) => void,
  ): Promise<void> {
    if (ids.length === 0) return
    const numbers = [...new Set(ids.map(id => this.chunkOf(id)))]
    const found = await this.chunks.bulkGet(numbers)
    const kept = new Map(
      numbers.map((chunk, index) => {
        const held = found[index]
        const rows = held ? this.rowsOf(held) : []
        return [chunk, new Map(rows.map(row => [this.idOf(row), row]))]
      }),
    )
    change(kept)
    const full = [...kept].filter(([, rows]) => rows.size > 0)
    const empty = [...kept].filter(([, rows]) => rows.size === 0)
    await this.chunks.bulkPut(
      full.map(([chunk, rows]) => ({
        chunk,
        bytes: new TextEncoder().encode(JSON.stringify(this.inOrder([...rows.values()]))),
      })),
    )
    if (empty.length > 0) await this.chunks.bulkDelete(empty.map(([chunk]) => chunk))
  }

  private rowsOf({ bytes }: Chunk): Row[] {
    return JSON.parse(new TextDecoder().decode(bytes)) as Row[]
  }

  private chunkOf(id: Id): number {
    return this.positionOf(id) >> CHUNK_BITS
  }
}
