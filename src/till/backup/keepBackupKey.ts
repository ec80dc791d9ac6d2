import { bytesToHex, hexToBytes, randomBytes } from '@noble/hashes/utils.js'
import type { SlowHash } from '@/till/people/hashSecret'
import type { TillContext } from '@/till/context'
import { LEAST_COST } from '@/core/backup/header'
import { backupAct } from '@/core/people/approval'
import { fail, ok, type BackupError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { approvalOf } from '@/storage/journal/refusals'
import { tablesOfRights, takeRight } from '@/storage/people/approvals'
import { keepSetting, readSetting } from '@/storage/settings/settings'

const SALT_BYTES = 16

/**
 * Derives the key that seals this till's backups from a passphrase, once. Automatic backups then
 * ask for nothing, and the passphrase is stored nowhere. The key cannot be exported.
 */
export async function chooseBackupPassphrase(
  context: TillContext,
  slowHash: SlowHash,
  user: UserV1,
  passphrase: string,
): Promise<Result<true, BackupError>> {
  if (!hasCryptography()) return fail({ code: 'backup-insecure' })
  const salt = bytesToHex(randomBytes(SALT_BYTES))
  const key = await deriveBackupKey(slowHash, passphrase, salt, LEAST_COST)
  const { tillDb } = context
  try {
    await tillDb.transaction('rw', tablesOfRights(tillDb), async () => {
      await takeRight(tillDb, { user, ...backupAct('passphrase') })
      await keepSetting(tillDb, 'backupKey', { key, salt, cost: LEAST_COST })
    })
  } catch (error) {
    const refusal = approvalOf(error)
    if (!refusal) throw error
    return fail(refusal)
  }
  return ok(true)
}

/** Whether a passphrase was chosen. */
export async function hasBackupKey(context: TillContext): Promise<boolean> {
  return (await readSetting(context.tillDb, 'backupKey')) !== undefined
}

/**
 * Derives the key of a passphrase by scrypt (RFC 7914). The passphrase is normalised (NFKC),
 * because keyboards write `é` in two ways.
 */
export async function deriveBackupKey(
  slowHash: SlowHash,
  passphrase: string,
  salt: string,
  cost: number,
): Promise<CryptoKey> {
  const bytes = hexToBytes(await slowHash(passphrase.normalize('NFKC'), salt, cost))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** Whether WebCrypto is there: browsers offer it on https and localhost only. */
export function hasCryptography(): boolean {
  return (globalThis.crypto.subtle as SubtleCrypto | undefined) !== undefined
}
