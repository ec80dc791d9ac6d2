import { sealBackup } from './sealBackup'
import { packSettings } from './packSettings'
import { hasCryptography } from './keepBackupKey'
import { recordAllowed, recordTrace } from '@/till/journal/recordTrace'
import type { TillContext } from '@/till/context'
import {
  aboutLine,
  BACKUP_VERSION,
  endLine,
  rowLine,
  type BackupRow,
  type RowKind,
} from '@/core/backup/records'
import { fail, ok, type BackupError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { backupAct } from '@/core/people/approval'
import {
  countEntries,
  readBackedCatalogue,
  readBackedRows,
  type Backed,
} from '@/storage/backup/backups'
import { readEntriesAfter, readLastNumber, readTillCodes } from '@/storage/journal/journal'
import { readSignaturesAfter } from '@/storage/journal/signatures'
import { approvalOf } from '@/storage/journal/refusals'
import { keepSetting, readSetting, type LastBackup } from '@/storage/settings/settings'

const ENTRIES_AT_ONCE = 500

/** A backup as a file that only the passphrase opens. */
export interface MadeBackup {
  name: string
  file: Blob
  /** Entries of all the journals in it. */
  entries: number
  /** When it was made, where it goes and its last entry; stored once the file is saved. */
  made: LastBackup
}

/**
 * Makes a backup of everything that cannot be read again from the shop: journals with their
 * signatures, team, customers, settings (never the shop's key), the owner's changes, open and
 * parked tickets. It also holds the catalogue, so that a new tablet sells at once. Long journals
 * are read in parts. A trace of the backup is sealed.
 */
export async function makeBackup(
  context: TillContext,
  user: UserV1,
  to: LastBackup['to'],
): Promise<Result<MadeBackup, BackupError>> {
  if (!hasCryptography()) return fail({ code: 'backup-insecure' })
  const key = await readSetting(context.tillDb, 'backupKey')
  if (!key) return fail({ code: 'backup-no-passphrase' })

  // Rows are read before the journal's end is. An order import sealed in between is then read again
  // from the shop. The other way round, the cursor in the backup could be newer than the sales in
  // it, and those orders would be skipped for good.
  const backed = await readBackedRows(context.tillDb)
  const lasts = new Map<string, number>()
  let entries = 0
  for (const tillCode of await readTillCodes(context.tillDb, context.tillCode)) {
    const last = await readLastNumber(context.tillDb, tillCode)
    lasts.set(tillCode, last)
    entries += await countEntries(context.tillDb, tillCode, last)
  }
  const file = await sealBackup(key, linesOf(context, lasts, backed))
  const { at, day } = context.now()
  const name = `comptoir-${context.tillCode}-${at.slice(0, 19).replace(/:/g, '-')}.backup`
  const detail = { entries, bytes: file.size, name, to }
  try {
    // The owner chose the folder: what the till writes there by itself needs nobody.
    if (to === 'folder') await recordTrace(context, user, 'backup-made', detail)
    else await recordAllowed(context, { user, ...backupAct('make') }, 'backup-made', detail)
  } catch (error) {
    const refusal = approvalOf(error)
    if (!refusal) throw error
    return fail(refusal)
  }
  const made = { at, day, number: lasts.get(context.tillCode) ?? 0, to }
  return ok({ name, file, entries, made })
}

/** Records that a backup left the till: the next one is due from here. */
export function noteBackup(context: TillContext, { made }: MadeBackup): Promise<void> {
  return keepSetting(context.tillDb, 'lastBackup', made)
}

async function* linesOf(
  context: TillContext,
  lasts: ReadonlyMap<string, number>,
  { rows, settings }: Backed,
): AsyncGenerator<string, void, undefined> {
  const { space, tillCode, software } = context
  const about = {
    version: BACKUP_VERSION,
    space,
    till: tillCode,
    madeAt: context.now().at,
    software,
  }
  yield aboutLine({ ...about, version: BACKUP_VERSION })
  let count = 0
  const line = <Kind extends RowKind>(kind: Kind, row: BackupRow<Kind>) => {
    count += 1
    return rowLine(kind, row)
  }
  const linesOfKind = <Kind extends RowKind>(kind: Kind, rows: readonly BackupRow<Kind>[]) =>
    rows.map(row => line(kind, row))

  for (const [of, last] of [...lasts].toReversed()) {
    for (let after = 0; after < last;) {
      const read = await readEntriesAfter(context.tillDb, of, after, ENTRIES_AT_ONCE)
      const entries = read.filter(entry => entry.number <= last)
      const until = entries.at(-1)?.number ?? last
      yield* linesOfKind('entry', entries)
      yield* linesOfKind('signature', await readSignaturesAfter(context.tillDb, of, after, until))
      after = until
    }
  }
  yield* linesOfKind('user', rows.user)
  yield* linesOfKind('customer', rows.customer)
  yield* linesOfKind('article-edit', rows['article-edit'])
  yield* linesOfKind('own-article', rows['own-article'])
  yield* linesOfKind('ticket', rows.ticket)
  yield* linesOfKind('order-note', rows['order-note'])
  yield* linesOfKind('setting', packSettings(settings))
  const catalogue = await readBackedCatalogue(context.catalogueDb)
  yield* linesOfKind('article', catalogue.article)
  yield* linesOfKind('department', catalogue.department)
  yield* linesOfKind('vat-group', catalogue['vat-group'])
  yield endLine(count)
}
