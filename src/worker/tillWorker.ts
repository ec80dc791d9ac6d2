import type { FeedPiece } from '@/core/catalogue/catalogueFeed'
import type { ArchivePeriod } from '@/core/archive/manifest'
import type { Days } from '@/core/days'
import type { ArchiveError, BackupError, FiguresError, Result, ShopError } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import type { Finding } from '@/core/catalogue/connectionFindings'
import type { SyncProgress, SyncRun } from '@/core/catalogue/syncRun'
import type { OrderImport } from '@/core/orders/orderImport'
import type { LastBackup, ShopConnection } from '@/storage/settings/settings'
import type { ConnectionReport } from '@/core/catalogue/connection'
import type { FecExport } from '@/till/reports/exportFec'
import type { FiguresFile, FiguresRequest } from '@/till/reports/exportFigures'
import type { ComparedReport } from '@/till/reports/readReport'
import type { JournalCheck } from '@/till/journal/checkJournal'
import type { AutomaticImportOptions, ImportOptions } from '@/till/orders/importOrders'
import type { MadeArchive } from '@/till/archive/makeArchive'
import type { MadeBackup } from '@/till/backup/makeBackup'
import type { Restored } from '@/till/backup/restoreBackup'
import type { SlowHash } from '@/till/people/hashSecret'
import type { SendOptions, StockSent } from '@/till/stock/sendStock'
import type { SyncOptions } from '@/till/catalogue/syncCatalogue'
import type { PictureReport } from '@/till/catalogue/syncPictures'
import type { Space } from '@/core/journal/space'
import type { Report } from '@/verifier/report'

/** The worker of the page: long work runs there, so that it delays no tap. */
export interface TillWorker {
  /** Sets the space and till code to work in; called once, before anything else. */
  open: (place: WorkerSetup) => void
  tryConnection: (connection: ShopConnection) => Promise<Result<ConnectionReport, ShopError>>
  /** Diagnoses the connection to a shop; stores nothing. */
  examineShop: (
    connection: ShopConnection,
    preferredLanguages: readonly string[],
  ) => Promise<Finding[]>
  /** Syncs articles, departments and VAT groups; all or nothing. */
  syncCatalogue: (
    connection: ShopConnection,
    preferredLanguages: readonly string[],
    how: SyncHow,
    onProgress: (progress: SyncProgress) => void,
  ) => Promise<Result<SyncRun>>
  /** Applies the sync that waits for the owner; undefined when none does. */
  applyPending: () => Promise<Result<SyncRun> | undefined>
  /** Restores the catalogue as before the last import; false when there is none. */
  undoSync: () => Promise<Result<boolean>>
  /** Fetches missing pictures; the catalogue never waits for them. */
  syncPictures: (
    connection: ShopConnection,
    onProgress: (progress: SyncProgress) => void,
  ) => Promise<Result<PictureReport>>
  /** Sends the changes of stock made by counter sales to the shop. */
  sendStock: (connection: ShopConnection, turn: SendOptions['turn']) => Promise<Result<StockSent>>
  cancelSync: () => void
  /** Records the shop's online orders, or returns what it would record. */
  importOrders: (
    request: OrderImportRequest,
    onProgress: (done: number) => void,
  ) => Promise<Result<OrderImport>>
  /** The order import that follows a sync; null where the owner has not agreed to it. */
  importOrdersByItself: (
    request: Omit<AutomaticImportOptions, 'onProgress'> & { isTraining: boolean },
    onProgress: (done: number) => void,
  ) => Promise<Result<OrderImport> | null>
  /** Notes that these pictures are on the screen: they are the last to be deleted for room. */
  notePicturesSeen: (pictureIds: readonly string[]) => Promise<void>
  /** Calls back with the catalogue in pieces, then with each change of it. */
  followCatalogue: (onPiece: (piece: FeedPiece) => void) => void
  /** Hashes a secret slowly: a tenth of a second of pure computing. */
  hashSecret: SlowHash
  /** Reads figures of a period: a year of sales is read and summed in the worker. */
  readReport: (days: Days) => Promise<ComparedReport>
  makeFiguresFile: (request: FiguresRequest) => Promise<FiguresFile>
  /** Makes the file of accounting entries of the fiscal year that contains a day. */
  makeFec: (day: string) => Promise<Result<FecExport, FiguresError>>
  /** Checks the whole journal. `known` is text copied from papers: anchors or a fingerprint. */
  checkJournal: (known: string, onProgress: (checked: number) => void) => Promise<JournalCheck>
  makeArchive: (
    user: UserV1,
    period: ArchivePeriod,
    tillCode: string,
    onProgress: (done: number, count: number) => void,
  ) => Promise<Result<MadeArchive, ArchiveError>>
  checkArchive: (
    user: UserV1,
    file: Blob,
    known: string,
    onProgress: (checked: number, count: number) => void,
  ) => Promise<Report>
  /**
   * The verifier of archives as one page; null when it is not on this device and cannot be fetched.
   */
  readVerifier: () => Promise<string | null>
  /** Derives the key of backups from a passphrase: a second of pure computing. */
  chooseBackupPassphrase: (passphrase: string) => Promise<Result<true, BackupError>>
  makeBackup: (user: UserV1, to: LastBackup['to']) => Promise<Result<MadeBackup, BackupError>>
  /** Checks all of a backup, then writes all of it, or nothing. */
  restoreBackup: (
    user: UserV1,
    file: Blob,
    passphrase: string,
  ) => Promise<Result<Restored, BackupError>>
}

/** Who asks for a sync, and whether every article is to be read again. */
export type SyncHow = Pick<SyncOptions, 'trigger' | 'sweep'>

export type OrderImportRequest = Omit<ImportOptions, 'onProgress'> & { isTraining: boolean }

export interface WorkerSetup {
  space: Space
  /** Till code of the page's till context. */
  tillCode: string
  /** Address of the folder the till is served from. */
  pageAddress: string
  version: string
}
