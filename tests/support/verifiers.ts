import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ArchivePeriod } from '@/core/archive/manifest'
import { NOBODY } from '@/core/people/user'
import { readLastEntry } from '@/storage/journal/journal'
import { checkJournal } from '@/till/journal/checkJournal'
import { makeArchive } from '@/till/archive/makeArchive'
import type { TillContext } from '@/till/context'
import {
  answerSignatures,
  signaturesAmong,
  signaturesOverLine,
  type Line,
} from '@/verifier/signatureThreads'
import { checkArchive, type CheckOptions } from '@/verifier/checkArchive'
import { runVerify } from '@/verifier/command'
import { proofsBy, signaturesHere, type BeginSignatures } from '@/verifier/proofs'

/** Facts about a journal on paper, as a person has them. */
export interface OnPaper {
  anchor?: string
  fingerprint?: string
}

const WHOLE: ArchivePeriod = { from: null, to: null }
const quiet = () => undefined
const path = join(mkdtempSync(join(tmpdir(), 'comptoir-verifiers-')), 'archive.zip')

/** The archive of a till, as it would be saved. */
export async function archiveOf(
  context: TillContext,
  period = WHOLE,
  tillCode = context.tillCode,
): Promise<Uint8Array<ArrayBuffer>> {
  const options = { tillCode, verifierPage: null, onProgress: quiet }
  const made = await makeArchive(await notBehind(context), NOBODY, period, options)
  if (!made.ok) throw new Error(made.error.code)
  return new Uint8Array(await made.value.blob.arrayBuffer())
}

/** The till with its clock at the last entry, where it is behind: a journal made by hand. */
async function notBehind(context: TillContext): Promise<TillContext> {
  const last = await readLastEntry(context.tillDb, context.tillCode)
  const isBehind = last && Date.parse(last.at) > Date.parse(context.now().at)
  return isBehind ? { ...context, now: () => ({ at: last.at, day: last.day }) } : context
}

/** Checks like the page: signatures are checked at the other ends of two message channels. */
export function checkAsPage(bytes: Uint8Array<ArrayBuffer>, options: CheckOptions = {}) {
  return checkArchive(bytes, {
    ...options,
    beginProofs: proofsBy(signaturesAmong([overLine(), overLine()])),
  })
}

/**
 * Checks like `npm run verify`: from a file, with Node's own SHA-256. Returns its output and exit
 * code.
 */
export async function checkAsCommand(
  bytes: Uint8Array,
  { anchor, fingerprint }: OnPaper = {},
): Promise<{ code: number; said: string }> {
  writeFileSync(path, bytes)
  const typed = [path]
  if (anchor !== undefined) typed.push('--anchor', anchor)
  if (fingerprint !== undefined) typed.push('--fingerprint', fingerprint)
  const lines: string[] = []
  const say = (line: string) => void lines.push(line)
  const terminal = { say, complain: say, language: 'en' }
  const code = await runVerify(typed, terminal, proofsBy(signaturesHere, sha256OfNode))
  return { code, said: lines.join('\n') }
}

/** Faults that each of the three verifiers finds in a till's journal; none where it is sound. */
export async function findingsOf(context: TillContext, period = WHOLE) {
  const { fault } = await checkJournal(context, quiet)
  const bytes = await archiveOf(context, period)
  const { faults } = await checkAsPage(bytes)
  const { code, said } = await checkAsCommand(bytes)
  return { till: fault ? [fault] : [], page: faults, command: code === 0 ? [] : [said] }
}

export const NOTHING_FOUND = { till: [], page: [], command: [] }

const sha256OfNode = (text: string) => createHash('sha256').update(text).digest('hex')

/** Messages are copied from one end to the other, as between threads. */
function overLine(): BeginSignatures {
  const ends = [[], []] as ((message: unknown) => void)[][]
  const end = (own: number): Line => ({
    send: message => {
      const copy = structuredClone(message)
      queueMicrotask(() => ends[1 - own]?.forEach(hear => hear(copy)))
    },
    listen: onMessage => void ends[own]?.push(onMessage),
  })
  answerSignatures(end(1))
  return signaturesOverLine(end(0))
}
