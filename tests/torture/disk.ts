import type { Entry } from '../../src/verifier/shapes'

/** What a till has on its disk, read from the disk itself. */
export interface Disk {
  journal: SealedEntry[]
  signatures: { till: string; number: number; signature: string }[]
  heads: { till: string; number: number; seal: string }[]
  tickets: StoredTicket[]
  /** Names of the shop's articles, by id. */
  names: Record<string, string>
  /** Syncs that ended, well or not. */
  syncs: number
}

export interface SealedEntry extends Entry {
  eventId: string
}

export interface StoredTicket {
  ticketId: string
  keptAt: string
  parkedAt: string | null
  /** Each line by its own id: article and thousandths. */
  lines: Record<string, string>
  takenCents: number
  /** Of that, what a card terminal moved. */
  cardCents: number
}

/** The ticket in progress, as the till tells it: the one last worked on, if neither parked nor sold. */
export function openTicketIn({ tickets, journal }: Disk): StoredTicket | undefined {
  const sold = new Set(journal.map(({ eventId }) => eventId))
  return tickets
    .filter(({ ticketId, parkedAt }) => parkedAt === null && !sold.has(ticketId))
    .toSorted((a, b) => (a.keptAt < b.keptAt ? 1 : -1))[0]
}

/** Runs in the page: reads the till's books and its catalogue, each in one transaction. */
export async function readDisk(): Promise<Disk> {
  type Rows = Record<string, never>[]
  const asked = <Answer>(request: IDBRequest<Answer>) =>
    new Promise<Answer>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(new Error(String(request.error))))
    })
  async function read(name: string, stores: string[]): Promise<Record<string, Rows>> {
    const db = await asked(indexedDB.open(name))
    const transaction = db.transaction(stores)
    const all = await Promise.all(
      stores.map(async store => [
        store,
        (await asked(transaction.objectStore(store).getAll())) as Rows,
      ]),
    )
    db.close()
    return Object.fromEntries(all) as Record<string, Rows>
  }
  const till = await read('comptoir-till', ['journal', 'signatures', 'heads', 'tickets'])
  const shop = await read('comptoir-catalogue', ['articleChunks', 'syncRuns'])
  // Articles are stored by the hundred, as bytes of JSON.
  const articles = (shop.articleChunks ?? []).flatMap(
    ({ bytes }) =>
      JSON.parse(new TextDecoder().decode(bytes)) as { articleId: string; name: string }[],
  )
  interface Kept {
    ticketId: string
    keptAt: string
    parkedAt?: string | null
    ticket: {
      lines: { lineId: string; articleId: string; quantityMilli: number }[]
      taken?: { kind: string; givenCents: number }[]
    }
  }
  const sumOf = (taken: { givenCents: number }[]) =>
    taken.reduce((sum, { givenCents }) => sum + givenCents, 0)
  const tickets = (till.tickets as unknown as Kept[]).map(
    ({ ticketId, keptAt, parkedAt, ticket }) => ({
      ticketId,
      keptAt,
      parkedAt: parkedAt ?? null,
      lines: Object.fromEntries(
        ticket.lines.map(line => [line.lineId, `${line.articleId} ${line.quantityMilli}`]),
      ),
      takenCents: sumOf(ticket.taken ?? []),
      cardCents: sumOf((ticket.taken ?? []).filter(({ kind }) => kind === 'card')),
    }),
  )
  return {
    journal: till.journal as unknown as Disk['journal'],
    signatures: till.signatures as unknown as Disk['signatures'],
    heads: till.heads as unknown as Disk['heads'],
    tickets,
    names: Object.fromEntries(articles.map(({ articleId, name }) => [articleId, name])),
    syncs: (shop.syncRuns ?? []).length,
  }
}
