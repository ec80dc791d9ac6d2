import { Dexie } from 'dexie'
import type { CatalogueDatabase, KeptSetting, TillDatabase } from '@/storage/databases'
import type { BackupRow } from '@/core/backup/records'
import { ticketFromKept } from '@/core/ticket/keptTicket'

/** What a backup holds beside the journals; read at once, as it is small. */
interface BackedRows {
  user: BackupRow<'user'>[]
  customer: BackupRow<'customer'>[]
  'article-edit': BackupRow<'article-edit'>[]
  'own-article': BackupRow<'own-article'>[]
  ticket: BackupRow<'ticket'>[]
  'order-note': BackupRow<'order-note'>[]
}

export interface Backed {
  rows: BackedRows
  settings: KeptSetting[]
}

/** Read at one moment, so that no ticket is in it twice, nor a customer half. */
export function readBackedRows(db: TillDatabase): Promise<Backed> {
  const precious = [db.users, db.customers, db.articleEdits, db.ownArticles]
  const tables = [...precious, db.tickets, db.orderNotes, db.settings]
  return db.transaction('r', tables, async () => ({
    rows: {
      user: await db.users.toArray(),
      customer: await db.customers.toArray(),
      'article-edit': await db.articleEdits.toArray(),
      'own-article': await db.ownArticles.toArray(),
      'order-note': await db.orderNotes.toArray(),
      ticket: (await db.tickets.toArray()).map(kept => ({
        ticketId: kept.ticketId,
        ticket: ticketFromKept(kept.ticket),
        keptAt: kept.keptAt,
        parkedAt: kept.parkedAt ?? null,
        training: kept.training ?? false,
      })),
    },
    settings: await db.settings.toArray(),
  }))
}

/** The catalogue as last read from the shop: a till restored without its key can then sell. */
export async function readBackedCatalogue(db: CatalogueDatabase): Promise<{
  article: BackupRow<'article'>[]
  department: BackupRow<'department'>[]
  'vat-group': BackupRow<'vat-group'>[]
}> {
  return db.transaction('r', db.articleChunks, db.departments, db.vatGroups, async () => ({
    article: await db.shopArticles.toArray(),
    department: await db.departments.toArray(),
    'vat-group': await db.vatGroups.toArray(),
  }))
}

/** Fills a catalogue that is empty; one that was read from a shop since is newer. */
export function restoreCatalogue(
  db: CatalogueDatabase,
  rows: {
    article: BackupRow<'article'>[]
    department: BackupRow<'department'>[]
    'vat-group': BackupRow<'vat-group'>[]
  },
): Promise<void> {
  return db.transaction('rw', db.articleChunks, db.departments, db.vatGroups, async () => {
    if ((await db.articleChunks.count()) > 0) return
    await db.shopArticles.bulkPut(rows.article)
    await db.departments.bulkPut(rows.department)
    await db.vatGroups.bulkPut(rows['vat-group'])
  })
}

/** How many entries a till's journal holds up to a number: fewer than it, where some were purged. */
export function countEntries(db: TillDatabase, tillCode: string, last: number): Promise<number> {
  return db.journal
    .where('[till+number]')
    .between([tillCode, Dexie.minKey], [tillCode, last], true, true)
    .count()
}
