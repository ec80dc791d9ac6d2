import { Dexie } from 'dexie'
import { appendEvent, type Unsealed } from '@/storage/journal/append'
import { headOf } from '@/storage/journal/heads'
import type { KeptSetting, SealSignature, TillDatabase, TillKey } from '@/storage/databases'
import {
  readEntriesAfter,
  readEntry,
  readLastNumber,
  readTillCodes,
} from '@/storage/journal/journal'
import { continueUnder, type NextOpening } from '@/storage/journal/tillCodes'
import { takeRight, type OwnAct } from '@/storage/people/approvals'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { isOfSelling, type Chain } from '@/core/backup/chains'
import type { BackupContents } from '@/core/backup/records'
import type { BackupError } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import { isJournalOpened, NO_SEAL } from '@/core/journal/journal'
import { nextTillCode } from '@/core/journal/tillCode'

/** The journals on the device do not allow the restore: nothing was written. */
export class RefusedRestore extends Error {
  constructor(readonly refusal: BackupError) {
    super(refusal.code)
  }
}

/** What a restore writes, all in one transaction. */
export interface Restoring {
  contents: BackupContents
  /** Journals of the backup, already checked: what is wrong of them is among the traces. */
  chains: readonly Chain[]
  settings: KeptSetting[]
  /** Till code of this device so far. */
  own: string
  /** Key that signs the new journal; its till code is set when it is known. */
  key: Omit<TillKey, 'till'> | null
  /** The act of whoever restores: it needs a right where this till has a team. */
  act: OwnAct
  /** Till codes known outside the database, as to a copy: none of them is given again. */
  alsoUsed: readonly string[]
  openingUnder: (tillCode: string) => NextOpening
  tracesUnder: (tillCode: string, setAside: SetAside) => Unsealed<TraceV1>[]
}

/**
 * The journal of this device that was set aside, because the restored journal has its till code.
 */
export interface SetAside {
  entries: number
  seal: string
}

/**
 * Writes the content of a backup and continues under the next till code, in one strict transaction:
 * everything, or nothing. Entries already on the device stay; no entry is replaced. Returns the new
 * till code.
 *
 * @throws RefusedRestore when this till has sold by itself, when everything is already here, or
 * when a journal differs from the one on the device.
 */
export function writeRestored(db: TillDatabase, restoring: Restoring): Promise<string> {
  const { contents, chains, own } = restoring
  return db.transaction('rw', db.tables, async () => {
    const held = await readTillCodes(db, own)
    await takeRight(db, restoring.act)
    await refuseForks(db, chains)
    if (await isAllHere(db, chains)) throw new RefusedRestore({ code: 'backup-already-here' })
    if (await hasSold(db, own)) throw new RefusedRestore({ code: 'backup-over-sales' })

    const setAside = { entries: 0, seal: NO_SEAL }
    for (const chain of chains) {
      const moved = await writeChain(db, chain, contents.rows.signature)
      if (chain.till === own) Object.assign(setAside, moved)
    }
    await writeRows(db, restoring)
    const tillCodes = [...held, ...chains.map(({ till }) => till), ...restoring.alsoUsed]
    const tillCode = nextTillCode(tillCodes)
    const { about } = contents
    await continueUnder(
      db,
      { own, from: about.till, to: tillCode },
      restoring.openingUnder(tillCode),
      restoring.key && { ...restoring.key, till: tillCode },
    )
    for (const { event, ...stamp } of restoring.tracesUnder(tillCode, setAside)) {
      await appendEvent(db, stamp, () => event)
    }
    return tillCode
  })
}

/** Refuses a journal that differs from the same journal on the device. */
async function refuseForks(db: TillDatabase, chains: readonly Chain[]): Promise<void> {
  for (const { till, opened, entries } of chains) {
    if ((await journalIdOf(db, till)) !== opened.journalId) continue
    const sealAt = new Map(entries.map(entry => [entry.number, entry.seal]))
    // An entry that was purged on one side cannot be compared.
    const forked = await db.journal
      .where('[till+number]')
      .between(...ofTill(till))
      .filter(held => (sealAt.get(held.number) ?? held.seal) !== held.seal)
      .first()
    if (forked) throw new RefusedRestore({ code: 'backup-forked', till, number: forked.number })
  }
}

/** Whether the device holds all entries of these journals; they must not be forked. */
async function isAllHere(db: TillDatabase, chains: readonly Chain[]): Promise<boolean> {
  for (const { till, opened, entries } of chains) {
    if ((await journalIdOf(db, till)) !== opened.journalId) return false
    if ((await readLastNumber(db, till)) < (entries.at(-1)?.number ?? 0)) return false
  }
  return true
}

async function journalIdOf(db: TillDatabase, tillCode: string): Promise<string | undefined> {
  const first = await readEntry(db, tillCode, 1)
  return first && isJournalOpened(first) ? first.event.journalId : undefined
}

async function hasSold(db: TillDatabase, tillCode: string): Promise<boolean> {
  const sold = await db.journal
    .where('[till+number]')
    .between(...ofTill(tillCode))
    .filter(isOfSelling)
    .first()
  return sold !== undefined
}

/**
 * Adds the entries of a journal that the device lacks. A different journal under the same till code
 * that was only opened is set aside whole, in the settings.
 */
async function writeChain(
  db: TillDatabase,
  { till, opened, entries }: Chain,
  signatures: readonly SealSignature[],
): Promise<SetAside | undefined> {
  const heldId = await journalIdOf(db, till)
  const isOther = heldId !== undefined && heldId !== opened.journalId
  if (isOther && (await hasSold(db, till))) throw new RefusedRestore({ code: 'backup-over-sales' })
  const moved = isOther ? await setAside(db, till) : undefined
  const last = await readLastNumber(db, till)
  // add, never put: an entry is never replaced.
  await db.journal.bulkAdd(entries.filter(entry => entry.number > last))
  // The device may know the same journal further than the file does.
  if (last < (entries.at(-1)?.number ?? 0)) await db.heads.put(headOf(entries))
  const signed = await db.signatures
    .where('[till+number]')
    .between(...ofTill(till))
    .primaryKeys()
  const held = new Set(signed.map(([, number]) => number))
  await db.signatures.bulkAdd(signatures.filter(one => one.till === till && !held.has(one.number)))
  return moved
}

async function setAside(db: TillDatabase, tillCode: string): Promise<SetAside> {
  const entries = await readEntriesAfter(db, tillCode, 0, Infinity)
  const signatures = await db.signatures
    .where('[till+number]')
    .between(...ofTill(tillCode))
    .toArray()
  const before = (await readSetting(db, 'setAsideJournals')) ?? []
  await keepSetting(db, 'setAsideJournals', [...before, { entries, signatures }])
  await db.journal
    .where('[till+number]')
    .between(...ofTill(tillCode))
    .delete()
  await db.signatures
    .where('[till+number]')
    .between(...ofTill(tillCode))
    .delete()
  await db.heads.delete(tillCode)
  await db.keys.delete(tillCode)
  return { entries: entries.length, seal: entries.at(-1)?.seal ?? NO_SEAL }
}

const ofTill = (tillCode: string): [unknown[], unknown[]] => [
  [tillCode, Dexie.minKey],
  [tillCode, Dexie.maxKey],
]

/**
 * Users are replaced by those of the backup; customers, edits and own articles are added to the
 * ones here, and replace those with the same id.
 */
async function writeRows(db: TillDatabase, { contents, settings, own }: Restoring): Promise<void> {
  const { rows } = contents
  if (rows.user.length > 0) await db.users.clear()
  await db.users.bulkPut(rows.user)
  await db.customers.bulkPut(rows.customer)
  await db.articleEdits.bulkPut(rows['article-edit'])
  await db.ownArticles.bulkPut(rows['own-article'])
  await db.tickets.bulkPut(rows.ticket.map(ticket => ({ ...ticket, till: own })))
  await db.orderNotes.bulkPut(rows['order-note'])
  await db.settings.bulkPut(await besideOwn(db, settings))
}

/**
 * The settings without the backup's connection, when the key for the same shop was entered here: a
 * backup never contains the key.
 */
async function besideOwn(db: TillDatabase, settings: KeptSetting[]): Promise<KeptSetting[]> {
  const own = await readSetting(db, 'connection')
  if (!own?.key) return settings
  const isOwn = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    'address' in value &&
    value.address === own.address
  return settings.filter(({ name, value }) => name !== 'connection' || !isOwn(value))
}
