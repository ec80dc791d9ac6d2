import { readMissing, RefusedRebuild, type FoundMissing, type Signed } from './missingEntries'
import { traceOf } from './recordTrace'
import { makeKeyPair, publicKeyOf, signatureCheck } from './signSeal'
import type { TillContext } from '@/till/context'
import { nextOpening } from '@/till/openTill'
import { chainsOf, isOfSelling, type Chain } from '@/core/backup/chains'
import { fail, ok, type BackupError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isSale, type JournalEntry } from '@/core/journal/journal'
import { compareTillCodes, nextTillCode } from '@/core/journal/tillCode'
import { NO_SELLER } from '@/core/settings/seller'
import { writeFaultOf } from '@/storage/fault'
import type { CopyFiles } from '@/storage/journal/copyFiles'
import { writeRebuilt } from '@/storage/journal/rebuild'
import { readSetting } from '@/storage/settings/settings'

/** What came back from the copy. */
export interface Rebuilt {
  /** Till code under which the till goes on. */
  tillCode: string
  entries: number
  sales: number
  totalCents: number
}

/**
 * Gives the journals back what the copy holds and they lack: the last entries of a database put
 * back to an earlier day, an entry deleted, a database cleared whole. Everything is checked first,
 * what is there together with what comes back: seals, numbers, links, closings, and each signature
 * by the journal's own key. Then all is written, or nothing. An entry that is there stays, unless it
 * was altered since it was sealed: it is set aside for the one of the copy.
 *
 * A till that sold nothing since goes on under the next till code, from the last entry that came
 * back, whose totals are then in its closings. A till that has sold goes on as it is: the trace
 * tells how much came back that none of its closings counts.
 */
export async function rebuildJournals(
  context: TillContext,
  files: CopyFiles,
  user: UserV1,
): Promise<Result<Rebuilt, BackupError>> {
  try {
    const found = await readMissing(context, files)
    if (found.missing.length === 0) return fail({ code: 'copy-nothing-missing' })
    await checkAll(found)
    return ok(await write(context, user, found))
  } catch (error) {
    if (error instanceof RefusedRebuild) return fail(error.refusal)
    return fail({ ...writeFaultOf(error), code: 'backup-not-written' })
  }
}

/** Checks what will be in the database, and each signature that comes back. */
async function checkAll({ held, missing }: FoundMissing): Promise<void> {
  const all = [...held, ...missing].map(({ entry }) => entry)
  const found = chainsOf(all.toSorted((a, b) => a.number - b.number))
  if (!found.ok) {
    const { till, number } = found.broken
    throw new RefusedRebuild({ code: 'copy-broken', till, number })
  }
  for (const chain of found.chains) {
    const wrong = await firstWrong(
      chain,
      missing.filter(({ entry }) => entry.till === chain.till),
    )
    if (wrong !== undefined) {
      throw new RefusedRebuild({ code: 'copy-broken', till: chain.till, number: wrong })
    }
  }
}

/** The first entry that the journal's key did not sign. Only its last entry may lack a signature. */
async function firstWrong(
  { opened, entries }: Chain,
  missing: readonly Signed[],
): Promise<number | undefined> {
  if (!opened.publicKey) return undefined
  const isSigned = await signatureCheck(opened.publicKey)
  const last = entries.at(-1)?.number
  for (const { entry, signature } of missing) {
    if (!signature && entry.number === last) continue
    const isOfIt = signature?.till === entry.till && signature.number === entry.number
    if (!isOfIt || !(await isSigned(entry.seal, signature.signature))) return entry.number
  }
  return undefined
}

async function write(
  context: TillContext,
  user: UserV1,
  { held, missing, damaged }: FoundMissing,
): Promise<Rebuilt> {
  const { tillCode: own } = context
  const isDemo = context.space === 'demo'
  const entries = missing.map(({ entry }) => entry)
  const sales = entries.filter(isSale).filter(({ training }) => training === isDemo)
  const totalCents = sales.reduce((sum, { event }) => sum + event.totalCents, 0)
  const all = [...held, ...missing].map(({ entry }) => entry)
  const ofOwn = all.filter(({ till }) => till === own)
  const mayGoOn = !ofOwn.some(isOfSelling) && !entries.some(({ till }) => till === own)
  const from = mayGoOn ? lineEnd(all) : null
  const to = nextTillCode([own, ...all.map(({ till }) => till)])
  const tillCode = await writeRebuilt(context.tillDb, {
    entries,
    damaged,
    signatures: missing.flatMap(({ signature }) => signature ?? []),
    own,
    next: from === null ? null : await nextOf(context, { own, from, to }, user),
    trace: under =>
      traceOf({ ...context, tillCode: under }, user, 'journal-rebuilt', {
        entries: entries.length,
        sales: sales.length,
        totalCents,
        letters: [...new Set(entries.map(({ till }) => till))].join(' '),
        altered: damaged.length,
        counted: from !== null,
      }),
  })
  return { tillCode, entries: entries.length, sales: sales.length, totalCents }
}

/** The latest letter that sold. */
function lineEnd(entries: readonly JournalEntry[]): string | null {
  const letters = new Set(entries.filter(isOfSelling).map(({ till }) => till))
  return [...letters].sort(compareTillCodes).at(-1) ?? null
}

async function nextOf(
  context: TillContext,
  letters: { own: string; from: string; to: string },
  user: UserV1,
) {
  const next = { ...context, tillCode: letters.to }
  const pair = await makeKeyPair()
  const publicKey = pair ? await publicKeyOf(pair) : null
  const seller = { ...NO_SELLER, ...(await readSetting(context.tillDb, 'seller')) }
  return {
    letters,
    opening: nextOpening(next, publicKey, { user, seller }),
    key: pair && { till: letters.to, privateKey: pair.privateKey, publicKey: pair.publicKey },
  }
}
