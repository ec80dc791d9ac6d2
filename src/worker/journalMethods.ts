import { runInTurn } from './runAlone'
import { sparingly } from './sparingly'
import { withProofs } from './withProofs'
import type { WorkerSetup } from './setup'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { openCopyFiles } from '@/storage/journal/copyFiles'
import type { TillContext } from '@/till/context'
import { checkJournal } from '@/till/journal/checkJournal'
import { makeCopyKeeper, type CopyKeeper, type CopyState } from '@/till/journal/keepCopies'
import type { KeptHead } from '@/till/journal/keptHeads'
import { parseKnown } from '@/till/journal/parseKnown'

/** What the worker does with the journal and its copy; `opened` gives the books it works in. */
export function journalMethods(opened: () => { context: TillContext; setup: WorkerSetup }) {
  let copies: Promise<CopyKeeper> | undefined

  /** The copies of the journals; their files are opened at the first use. */
  function keeper(): Promise<CopyKeeper> {
    const { context, setup } = opened()
    const inTurn = (task: () => Promise<unknown>) => runInTurn('copies', setup.space, task)
    copies ??= openCopyFiles(setup.space).then(files => makeCopyKeeper(context, files, inTurn))
    return copies
  }

  return {
    /** Reads the whole journal again, then its copy. `known`: anchors or a fingerprint, from papers. */
    async checkJournal(known: string, onProgress: (checked: number) => void) {
      const { context } = opened()
      const check = await withProofs(beginProofs =>
        checkJournal(context, sparingly(onProgress), parseKnown(known), beginProofs),
      )
      return { ...check, copy: await (await keeper()).check(check.fault === undefined) }
    },

    /** Keeps a second copy of each sealed entry from now on; calls back with its state. */
    async keepCopies(heads: readonly KeptHead[], onState: (state: CopyState) => void) {
      await (await keeper()).follow(heads, onState)
    },

    /** Gives the journals back what the copy alone holds: all of it, or nothing. */
    async rebuildJournals(user: UserV1) {
      return (await keeper()).rebuild(user)
    },
  }
}
