import * as v from 'valibot'
import { openBackup, UnusableBackup } from './sealBackup'
import { checkChains, type CheckedChains } from './checkChains'
import { deriveBackupKey, hasCryptography } from './keepBackupKey'
import { unpackSettings } from './packSettings'
import { nextOpening } from '@/till/openTill'
import { traceOf } from '@/till/journal/recordTrace'
import { makeKeyPair, publicKeyOf } from '@/till/journal/signSeal'
import type { SlowHash } from '@/till/people/hashSecret'
import type { TillContext } from '@/till/context'
import type { Chain } from '@/core/backup/chains'
import { BackupReader, type BackupContents } from '@/core/backup/records'
import { fail, ok, type BackupError, type Result } from '@/core/errors'
import type { SellerV1, UserV1 } from '@/core/journal/events/saleV1'
import { detailOfFault, type FoundFault } from '@/core/journal/journalFault'
import { backupAct } from '@/core/people/approval'
import { presentOf } from '@/core/people/team'
import { isSafeHash, type PinHash } from '@/core/people/user'
import { NO_SELLER } from '@/core/settings/seller'
import { restoreCatalogue } from '@/storage/backup/backups'
import type { KeptSetting } from '@/storage/databases'
import { writeFaultOf } from '@/storage/fault'
import { approvalOf } from '@/storage/journal/refusals'
import { RefusedRestore, writeRestored, type Restoring } from '@/storage/backup/restore'

export interface Restored {
  /** Till code under which this till goes on. */
  tillCode: string
  /** Entries of the journals that were restored. */
  entries: number
}

export interface HowToRestore {
  /** Till codes known outside the database (`tillCodesElsewhere`): none of them is given again. */
  alsoUsed?: readonly string[]
  /** Whoever restores was told that a journal is broken, and wants it as it is. */
  acceptsBroken?: boolean
}

/** A journal set aside is one line of a backup; a sale of 1,000 lines takes half a megabyte. */
const LONGEST_LINE = 64 * 1024 * 1024

/**
 * Restores a backup on a till that has sold nothing by itself. The whole file is read and its
 * journals checked first (seals, numbers, links, signatures); only then is everything written, in
 * one transaction. The till goes on under a till code of its own, with a key of its own and a link
 * to the last entry restored (R26).
 *
 * A journal that does not hold is refused, unless `acceptsBroken`: it then comes back as it is, and
 * the first fault of each journal is sealed in the new one, and told. Nothing of it is mended or
 * signed, so that every check goes on finding it.
 */
export async function restoreBackup(
  context: TillContext,
  slowHash: SlowHash,
  user: UserV1,
  file: Blob,
  passphrase: string,
  { alsoUsed = [], acceptsBroken = false }: HowToRestore = {},
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
    const [fault] = checked.value.faults
    if (fault && !acceptsBroken) {
      return fail({ code: 'backup-journal-broken', till: fault.till, number: fault.number })
    }
    const restoring = { ...checked.value, contents, settings, alsoUsed }
    const tillCode = await write(context, user, restoring)
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

async function write(
  context: TillContext,
  user: UserV1,
  restoring: CheckedChains & Pick<Restoring, 'contents' | 'settings' | 'alsoUsed'>,
): Promise<string> {
  const { chains, contents, settings, alsoUsed, faults } = restoring
  const pair = await makeKeyPair()
  const publicKey = pair ? await publicKeyOf(pair) : null
  const { about, rows } = contents
  const seller = sellerIn(chains, about.till)
  const [fault, ...others] = faults
  const faultTrace = (tillCode: string, found: FoundFault) =>
    traceOf({ ...context, tillCode }, user, 'journal-fault', detailOfFault(found))
  return writeRestored(context.tillDb, {
    contents,
    chains,
    settings,
    alsoUsed,
    own: context.tillCode,
    key: pair && { privateKey: pair.privateKey, publicKey: pair.publicKey },
    openingUnder: tillCode => ({
      ...nextOpening({ ...context, tillCode }, publicKey, { user, seller }),
      ...(fault && {
        fault: {
          traced: faultTrace(tillCode, fault),
          told: { ...fault, to: tillCode, at: context.now().at },
        },
      }),
    }),
    act: { user, ...backupAct('restore') },
    tracesUnder: (tillCode, setAside) => [
      ...others.map(found => faultTrace(tillCode, found)),
      traceOf({ ...context, tillCode }, user, 'backup-restored', {
        madeAt: about.madeAt,
        till: about.till,
        entries: rows.entry.length,
        setAsideEntries: setAside.entries,
        setAsideSeal: setAside.seal,
      }),
    ],
  })
}

/** The shop as the last sealed document names it. */
function sellerIn(chains: readonly Chain[], tillCode: string): SellerV1 {
  const entries = chains.find(chain => chain.till === tillCode)?.entries
  const last = entries?.findLast(({ event }) => 'seller' in event)
  return last && 'seller' in last.event ? last.event.seller : NO_SELLER
}
