import type { journalMethods } from './journalMethods'
import { sparingly } from './sparingly'
import type { WorkerSetup } from './setup'
import type { ArchivePeriod } from '@/core/archive/manifest'
import type { Days } from '@/core/days'
import type { TillChoice } from '@/core/sharing/otherTills'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { Surroundings } from '@/prestashop/route'
import type { LastBackup } from '@/storage/settings/settings'
import type { HowToRestore } from '@/till/backup/restoreBackup'
import type { TillContext } from '@/till/context'
import type { CopyState } from '@/till/journal/keepCopies'
import type { KeptHead } from '@/till/journal/keptHeads'
import type { SlowHash } from '@/till/people/hashSecret'
import type { FiguresRequest } from '@/till/reports/exportFigures'

interface Opened {
  context: TillContext
  setup: WorkerSetup
  surroundings: Surroundings
}

/**
 * What the worker does with the journal: reports, exports, checks, copies, archives, backups. `books`
 * loads the code of it, when something is first asked for.
 */
export function bookMethods(
  opened: () => Opened,
  books: () => Promise<typeof import('./bookActions')>,
) {
  /** The journal and its copies, which are opened once. */
  let journalOpened: Promise<ReturnType<typeof journalMethods>> | undefined
  function journal() {
    journalOpened ??= books().then(({ journalMethods }) => journalMethods(opened))
    return journalOpened
  }

  return {
    /** A secret's slow hash: a tenth of a second of pure computing. */
    hashSecret: (async (...secret) => (await books()).slowHash(...secret)) satisfies SlowHash,

    /** Figures of a period: a year of sales is read and summed beside the page. */
    readReport: async (days: Days, choice: TillChoice) =>
      (await books()).readReport(opened().context, days, choice),

    exportFigures: async (request: FiguresRequest) =>
      (await books()).exportFigures(opened().context, request),

    /** The file of accounting entries of the fiscal year a day is in. */
    exportFec: async (day: string, choice: TillChoice) =>
      (await books()).exportFec(opened().context, day, choice),

    /** Reads the whole journal again, then its copy. `known`: anchors or a fingerprint, from papers. */
    async checkJournal(known: string, onProgress: (checked: number) => void) {
      return (await journal()).checkJournal(known, onProgress)
    },

    /** Keeps a second copy of each sealed entry from now on; calls back with its state. */
    async keepCopies(heads: readonly KeptHead[], onState: (state: CopyState) => void) {
      return (await journal()).keepCopies(heads, onState)
    },

    /** Gives the journals back what the copy alone holds: all of it, or nothing. */
    async rebuildJournals(user: UserV1) {
      return (await journal()).rebuildJournals(user)
    },

    async makeArchive(
      user: UserV1,
      period: ArchivePeriod,
      of: { tillCode: string } | { copyOf: string },
      onProgress: (done: number, count: number) => void,
    ) {
      const { context, surroundings } = opened()
      const { makeArchive, readVerifier } = await books()
      const verifierPage = await readVerifier(surroundings)
      const options = { ...of, verifierPage, onProgress: sparingly(onProgress) }
      return makeArchive(context, user, period, options)
    },

    async checkArchive(
      user: UserV1,
      file: Blob,
      known: string,
      onProgress: (checked: number, count: number) => void,
    ) {
      const { context } = opened()
      const { checkArchive, withProofs } = await books()
      return withProofs(beginProofs =>
        checkArchive(context, user, file, known, sparingly(onProgress), beginProofs),
      )
    },

    /** The checker of archives as one page; null as long as it never came to this device. */
    async readVerifier() {
      return (await books()).readVerifier(opened().surroundings)
    },

    /** Makes the key of backups of a passphrase: a second of pure computing. */
    async chooseBackupPassphrase(user: UserV1, passphrase: string) {
      const { chooseBackupPassphrase, slowHash } = await books()
      return chooseBackupPassphrase(opened().context, slowHash, user, passphrase)
    },

    async makeBackup(user: UserV1, to: LastBackup['to']) {
      return (await books()).makeBackup(opened().context, user, to)
    },

    /** All of a backup is checked, then all of it written, or nothing. */
    async restoreBackup(user: UserV1, file: Blob, passphrase: string, how: HowToRestore) {
      const { restoreBackup, slowHash } = await books()
      return restoreBackup(opened().context, slowHash, user, file, passphrase, how)
    },
  }
}
