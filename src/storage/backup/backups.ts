import { Dexie } from 'dexie'
import type { CatalogueDatabase, KeptSetting, TillDatabase } from '@/storage/databases'
import type { BackupRow } from '@/core/backup/records'
import { ticketFromKept } from '@/core/ticket/keptTicket'

/** Rows of a backup outside the journal, all read at once because they are few. */
interface BackedRows {
  user: BackupRow<'user'>[]
  customer: BackupRow<'customer'>[]
  'article-edit': BackupRow<'article-edit'>[]
  'own-article': BackupRow<'own-article'>[]
  ticket: BackupRow<'ticket'>[]
  'order-note': BackupRow<'order-note'>[]
}

/** Rows and settings of a backup. */
export interface Backed {
  rows: BackedRows
  settings: KeptSetting[]
}

/**
 * Reads these rows and the settings in one transaction, so that no ticket appears twice and no
 * customer is half written.
 */
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

/**
 * The catalogue as last read from the shop: a restored till can then sell before its key is
 * entered.
 */
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

/**
 * Fills an empty catalogue. A catalogue that was read from the shop meanwhile is newer and stays.
 */
export function restoreCatalogue(
  db: CatalogueDatabase,
  rows: {
    article: BackupRow<'article'>[]
    department: BackupRow<'department'>[]
    'vat-group': BackupRow<'vat-group'>[]
  },
): Promise<void> {
  return db.transaction('rw', db.articleChunks, db.departments, db.vatGroups, async () => {
    if (!(await db.shopArticles.isEmpty())) return
    await db.shopArticles.bulkPut(rows.article)
    await db.departments.bulkPut(rows.department)
    await db.vatGroups.bulkPut(rows['vat-group'])
  })
}

/**
 * Number of entries in a journal up to an entry number; less than that number when some were
 * purged.
 */
export function countEntries(db: TillDatabase, tillCode: string, last: number): Promise<number> {
  return db.journal
    .where('[till+number]')
    .between([tillCode, Dexie.minKey], [tillCode, last], true, true)
    .count()
}
