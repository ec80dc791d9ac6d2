import * as v from 'valibot'
import { openBackup, UnusableBackup } from './sealBackup'
import { deriveBackupKey, hasCryptography } from './keepBackupKey'
import { unpackSettings } from './packSettings'
import { nextOpening } from '@/till/openTill'
import { traceOf } from '@/till/journal/recordTrace'
import { makeKeyPair, publicKeyOf, signatureCheck } from '@/till/journal/signSeal'
import type { SlowHash } from '@/till/people/hashSecret'
import type { TillContext } from '@/till/context'
import { chainsOf, type Chain } from '@/core/backup/chains'
import { BackupReader, type BackupContents } from '@/core/backup/records'
import { fail, ok, type BackupError, type Result } from '@/core/errors'
import type { SellerV1, UserV1 } from '@/core/journal/events/saleV1'
import { backupAct } from '@/core/people/approval'
import { presentOf } from '@/core/people/team'
import { isSafeHash, type PinHash } from '@/core/people/user'
import { NO_SELLER } from '@/core/settings/seller'
import { restoreCatalogue } from '@/storage/backup/backups'
import type { KeptSetting } from '@/storage/databases'
import { writeFaultOf } from '@/storage/fault'
import { approvalOf } from '@/storage/journal/refusals'
import { RefusedRestore, writeRestored } from '@/storage/backup/restore'

export interface Restored {
  /** Till code under which this till goes on. */
  tillCode: string
  /** Entries of the journals that were restored. */
  entries: number
}

const SIGNATURES_AT_ONCE = 100
/** A journal set aside is one line of a backup; a sale of 1,000 lines takes half a megabyte. */
const LONGEST_LINE = 64 * 1024 * 1024

/**
 * Restores a backup on a till that has sold nothing by itself. The whole file is read and its
 * journals checked first (seals, numbers, links, signatures); only then is everything written, in
 * one transaction. The till goes on under a till code of its own, with a key of its own and a link
 * to the last entry restored (R26).
 */
export async function restoreBackup(
  context: TillContext,
  slowHash: SlowHash,
  user: UserV1,
  file: Blob,
  passphrase: string,
): Promise<Result<Restored, BackupError>> {
  if (!hasCryptography()) return fail({ code: 'backup-insecure' })
  try {
    const contents = await readContents(slowHash, file, passphrase)
    const settings = knownSettings(contents)
    const refusal = refusalOfTeam(contents, settings)
    if (refusal) return fail(refusal)
    if (contents.about.space !== context.space) return fail({ code: 'backup-other-books' })
    const checked = await checkChains(contents)
    if (!checked.ok) return checked
    const tillCode = await write(context, user, contents, checked.value, settings)
    // The catalogue is a cache: what is lost here is read again from the shop.
    await restoreCatalogue(context.catalogueDb, contents.rows)
    return ok({ tillCode, entries: contents.rows.entry.length })
  } catch (error) {
    if (error instanceof UnusableBackup) return fail(error.reason)
    if (error instanceof RefusedRestore) return fail(error.refusal)
    const unapproved = approvalOf(error)
    if (unapproved) return fail(unapproved)
    return fail({ ...writeFaultOf(error), code: 'backup-not-written' })
  }
}

async function readContents(
  slowHash: SlowHash,
  file: Blob,
  passphrase: string,
): Promise<BackupContents> {
  const pieces = openBackup(file, ({ salt, N }) => deriveBackupKey(slowHash, passphrase, salt, N))
  const reader = new BackupReader()
  let rest = ''
  for await (const piece of pieces) {
    const lines = `${rest}${piece}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) understood(() => reader.read(line))
    if (rest.length > LONGEST_LINE) throw new UnusableBackup({ code: 'backup-damaged' })
  }
  return understood(() => {
    if (rest !== '') throw new SyntaxError('the last line of a backup ends')
    return reader.finish()
  })
}

const knownSettings = ({ rows }: BackupContents): KeptSetting[] =>
  understood(() => unpackSettings(rows.setting))

/**
 * Refuses the whole file when the right passphrase opens it and its contents are not a backup of
 * this till. Any other failure does not come from the file and is thrown on.
 */
function understood<Read>(read: () => Read): Read {
  try {
    return read()
  } catch (error) {
    // A range is left where values lie in each other ten thousand deep.
    const isOfFile =
      error instanceof SyntaxError || error instanceof RangeError || error instanceof v.ValiError
    throw isOfFile ? new UnusableBackup({ code: 'backup-damaged' }) : error
  }
}

/**
 * Why the people of a backup are refused, if they are: a PIN or a recovery code that is cheaper to
 * guess than a till makes them, or a team without an owner. No till writes such a file.
 */
function refusalOfTeam(
  { rows }: BackupContents,
  settings: readonly KeptSetting[],
): BackupError | undefined {
  const team = presentOf(rows.user)
  const weak = team.find(({ pin }) => !isSafeHash(pin))
  if (weak) return { code: 'backup-pin-weak', name: weak.name }
  const code = settings.find(({ name }) => name === 'recoveryCode')?.value as PinHash | undefined
  if (code && !isSafeHash(code)) return { code: 'backup-pin-weak', name: '' }
  const hasOwner = team.some(({ role }) => role === 'owner')
  return rows.user.length > 0 && !hasOwner ? { code: 'backup-no-owner' } : undefined
}

async function checkChains(contents: BackupContents): Promise<Result<Chain[], BackupError>> {
  const { about, rows } = contents
  const found = chainsOf(rows.entry)
  if (!found.ok) {
    const { till, number } = found.broken
    return fail({ code: 'backup-journal-broken', till, number })
  }
  const isOwnThere = found.chains.some(({ till }) => till === about.till)
  if (!isOwnThere) return fail({ code: 'backup-journal-broken', till: about.till, number: 1 })
  for (const chain of found.chains) {
    const signatures = rows.signature.filter(one => one.till === chain.till)
    const number = await firstUnsigned(chain, signatures)
    if (number !== undefined) {
      return fail({ code: 'backup-journal-broken', till: chain.till, number })
    }
  }
  const known = new Set(found.chains.map(({ till }) => till))
  const stray = rows.signature.find(one => !known.has(one.till))
  if (stray) return fail({ code: 'backup-journal-broken', ...stray })
  return ok(found.chains)
}

/**
 * Number of the first entry whose signature is not by the journal's own key; undefined when all are
 * valid. Signatures have no gap from the first entry on. Only the last entries may lack one, where
 * the till was stopped before it signed.
 */
async function firstUnsigned(
  { opened, entries }: Chain,
  signatures: BackupContents['rows']['signature'],
): Promise<number | undefined> {
  if (!opened.publicKey) return signatures[0]?.number
  const isSigned = await signatureCheck(opened.publicKey)
  for (let from = 0; from < signatures.length; from += SIGNATURES_AT_ONCE) {
    const some = signatures.slice(from, from + SIGNATURES_AT_ONCE)
    const valid = await Promise.all(
      some.map(async ({ number, signature }, index) => {
        const entry = entries[from + index]
        return entry?.number === number && (await isSigned(entry.seal, signature))
      }),
    )
    const wrong = valid.indexOf(false)
    if (wrong >= 0) return some[wrong]?.number
  }
  return signatures.length === 0 ? 1 : undefined
}

async function write(
  context: TillContext,
  user: UserV1,
  contents: BackupContents,
  chains: Chain[],
  settings: KeptSetting[],
): Promise<string> {
  const pair = await makeKeyPair()
  const publicKey = pair ? await publicKeyOf(pair) : null
  const { about, rows } = contents
  const seller = sellerIn(chains, about.till)
  return writeRestored(context.tillDb, {
    contents,
    chains,
    settings,
    own: context.tillCode,
    key: pair && { privateKey: pair.privateKey, publicKey: pair.publicKey },
    openingUnder: tillCode => nextOpening({ ...context, tillCode }, publicKey, { user, seller }),
    act: { user, ...backupAct('restore') },
    traceUnder: (tillCode, setAside) =>
      traceOf({ ...context, tillCode }, user, 'backup-restored', {
        madeAt: about.madeAt,
        till: about.till,
        entries: rows.entry.length,
        setAsideEntries: setAside.entries,
        setAsideSeal: setAside.seal,
      }),
  })
}

/** The shop as the last sealed document names it. */
function sellerIn(chains: readonly Chain[], tillCode: string): SellerV1 {
  const entries = chains.find(chain => chain.till === tillCode)?.entries
  const last = entries?.findLast(({ event }) => 'seller' in event)
  return last && 'seller' in last.event ? last.event.seller : NO_SELLER
}
