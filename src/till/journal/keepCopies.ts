import { checkCopies, type CopyCheck } from './checkCopies'
import { compareCopies, type CopyFinding } from './compareCopies'
import { beginCopying, copyJournals, type Copying } from './copyJournals'
import { mendCopies } from './mendCopies'
import { copyKey, readCopyEnds } from './readCopies'
import { rebuildJournals, type Rebuilt } from './rebuildJournals'
import type { KeptHead } from './keptHeads'
import type { TillContext } from '@/till/context'
import { fail, type BackupError, type Result, type WriteFault } from '@/core/errors'
import { openingMark } from '@/core/journal/copyName'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isJournalOpened } from '@/core/journal/journal'
import { writeFaultOf } from '@/storage/fault'
import type { CopyFiles } from '@/storage/journal/copyFiles'
import { readEntry, readLastEntry, watchLastNumber } from '@/storage/journal/journal'
import { readSignature } from '@/storage/journal/signatures'

/** What the page shows of the copies. */
export interface CopyState {
  /** `absent`: this browser has no such file system, or forbids it. */
  state: 'kept' | 'absent' | 'stopped'
  /** Why it stopped; it is tried again after the next sale. */
  stopped: WriteFault['cause'] | null
  bytes: number
  /** Where a copy knows more than the journal, or another entry. */
  findings: readonly CopyFinding[]
  /** The end of the journal, to be kept a third time; null where nothing is signed. */
  head: KeptHead | null
}

/** Runs a task once no other tab of this space runs it any more. */
export type InTurn = (task: () => Promise<unknown>) => Promise<unknown>

/** The copies of a device's journals, as the worker keeps them. */
export interface CopyKeeper {
  /** Compares the copies once, then copies what is sealed, in any tab, until the page closes. */
  follow: (heads: readonly KeptHead[], onState: (state: CopyState) => void) => Promise<void>
  /** Compares every record; a damaged copy is then written anew from a journal that is sound. */
  check: (isJournalSound: boolean) => Promise<CopyCheck | null>
  rebuild: (user: UserV1) => Promise<Result<Rebuilt, BackupError>>
}

/**
 * Keeps a second copy of each sealed entry. It begins after the till is open and each sale is
 * copied after it is on disk: nothing of it is ever waited for. What a kill left uncopied is copied
 * at the next start. Where there is no file system (`files` null), the heads alone are compared.
 */
export function makeCopyKeeper(
  context: TillContext,
  files: CopyFiles | null,
  inTurn: InTurn,
): CopyKeeper {
  let known: readonly KeptHead[] = []
  let findings: readonly CopyFinding[] = []
  let copying: Copying | undefined
  let bytes = 0
  let tell: (state: CopyState) => void = () => undefined
  let isDamaged = false

  const stateNow = (now: Partial<CopyState> = {}): CopyState => {
    const state = files ? 'kept' : 'absent'
    return { state, stopped: null, bytes, findings, head: null, ...now }
  }

  async function follow(
    heads: readonly KeptHead[],
    onState: (state: CopyState) => void,
  ): Promise<void> {
    known = heads
    tell = onState
    findings = await compareCopies(context, files, files ? await readCopyEnds(files) : [], heads)
    bytes = files ? await sizeOf(files) : 0
    onState(stateNow())
    // One tab copies for all; when it closes, the next one goes on.
    inTurn(() => {
      watchLastNumber(context.tillDb, context.tillCode, ask, error => reportError(error))
      return untilClosed()
    }).catch((error: unknown) => reportError(error))
  }

  const ask = onceMore(async () => tell(await copyNow()))

  async function copyNow(): Promise<CopyState> {
    const head = await readHeadToKeep(context)
    if (!files) return stateNow({ head })
    try {
      copying ??= await beginCopying(files)
      const apart = new Set(findings.map(copyKey))
      await copyJournals(context, files, copying, apart)
      if (isDamaged) await mendCopies(context, files, copying, apart)
      isDamaged = false
      bytes = await sizeOf(files)
      return stateNow({ head })
    } catch (error) {
      // What was written of it is found in the files.
      copying = undefined
      return stateNow({ head, state: 'stopped', stopped: writeFaultOf(error).cause })
    }
  }

  return {
    follow,
    check: async isJournalSound => {
      if (!files) return null
      const check = await checkCopies(context, files, known)
      findings = check.findings
      isDamaged = isJournalSound && check.damages > 0
      if (isDamaged && copying) ask()
      tell(stateNow())
      return check
    },
    rebuild: async user =>
      files ? rebuildJournals(context, files, user) : fail({ code: 'copy-nothing-missing' }),
  }
}

/** Runs once more when the run under way has ended; asked twice meanwhile, it is once. */
function onceMore(run: () => Promise<void>): () => void {
  let running: Promise<void> = Promise.resolve()
  let isAsked = false
  return () => {
    if (isAsked) return
    isAsked = true
    running = running
      .then(() => {
        isAsked = false
        return run()
      })
      .catch((error: unknown) => reportError(error))
  }
}

/** Space that the copies take on the device. */
async function sizeOf(files: CopyFiles): Promise<number> {
  return (await files.list()).reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Never resolves: the browser ends the turn when the tab closes. */
const untilClosed = () => new Promise<never>(() => undefined)

async function readHeadToKeep({ tillDb, tillCode }: TillContext): Promise<KeptHead | null> {
  const first = await readEntry(tillDb, tillCode, 1)
  const last = await readLastEntry(tillDb, tillCode)
  if (!first || !last || !isJournalOpened(first)) return null
  const { number, seal } = last
  const signed = await readSignature(tillDb, tillCode, number)
  if (!signed) return null
  const { keyFingerprint } = first.event
  const opening = openingMark(first)
  return { till: tillCode, opening, number, seal, signature: signed.signature, keyFingerprint }
}
