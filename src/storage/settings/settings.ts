import type { KeptLogo } from '@/core/printing/logo'
import type { SealSignature, TillDatabase } from '@/storage/databases'
import { watchRead } from '@/storage/watchRead'
import type { CounterRules, OldRules } from '@/core/settings/counterRules'
import type { SellerV1 } from '@/core/journal/events/saleV1'
import type { ClockState } from '@/core/journal/deviceClock'
import type { Approval } from '@/core/people/approval'
import type { FailedTries } from '@/core/people/failedTries'
import type { KeptRights } from '@/core/people/permissions'
import type { OrderImportState, OrderRun } from '@/core/orders/orderImport'
import type { FoundFault } from '@/core/journal/journalFault'
import type { PaperWidth } from '@/core/printing/paper'
import type { PrinterSetting } from '@/core/printing/printer'
import type { CounterAgent } from '@/core/settings/counterAgent'
import type { IdlePicture } from '@/core/ticket/idleShow'
import type { PoleSetting } from '@/core/ticket/pole/poleSetting'
import type { Packs } from '@/core/stock/packs'
import type { SentStock } from '@/core/stock/stockSaid'
import type { StockBy, StockHanded } from '@/core/stock/stockHanded'
import type { JournalEntry } from '@/core/journal/journal'
import type { CardAttempt, ChosenTerminal } from '@/core/payment/terminal/attempt'
import type { Tender } from '@/core/payment/tender'
import type { WhySellingEnded } from '@/core/sharing/sharingError'
import type { PinHash } from '@/core/people/user'
import type { VatAnswers } from '@/core/catalogue/vatAnswers'

/** Connection to the shop. The key stays on this device and is never exported. */
export interface ShopConnection {
  /** In the form of `parseShopAddress`: `https://boutique.example/folder`, without `/api`. */
  address: string
  key: string
  /** Shop of a multistore; when absent, the shop of the address. */
  shopId?: number
  /** Language of the names, by the shop's id; when absent, the till's own language. */
  languageId?: number
}

export interface SoundSettings {
  isOn: boolean
  /** From 0 to 100. */
  volume: number
}

/** Key that encrypts backups, derived once from the owner's passphrase, which is not stored. */
export interface BackupKey {
  /** Not exportable: whoever copies the settings cannot read it. */
  key: CryptoKey
  /** In hexadecimal. */
  salt: string
  cost: number
}

/** The last backup that was made. */
export interface LastBackup {
  at: string
  day: string
  /** Number of the last entry in it. */
  number: number
  to: 'file' | 'folder'
}

/** A journal that was only opened, and set aside for a restored one. */
export interface SetAsideJournal {
  entries: JournalEntry[]
  signatures: SealSignature[]
}

/** A fault of the journal that is told on every screen until somebody has read it. */
export interface ToldFault extends FoundFault {
  /** Till code under which the till went on. */
  to: string
  at: string
}

/** Settings of this device, by name. */
export interface Settings {
  connection: ShopConnection
  /** Stored as entered: a field that an older version did not have is missing. */
  seller: Partial<SellerV1>
  vatAnswers: VatAnswers
  /** The owner approves every change of the shop before it is applied. */
  asksBeforeImport: boolean
  /** Interval of automatic syncs; 0 turns them off. */
  syncEveryMinutes: number
  /** Counter sales lower the shop's stock; only when the owner turned it on. */
  sendsStock: boolean
  /** Packs of the connected shop, as a sync last read them; `shop` as in the outbox. */
  shopPacks: { shop: string; packs: Packs }
  /** For whom this device's changes of stock are, where there are several. */
  stockHanded: StockHanded
  /** What this device sent wholly of the shop's stock, where there are several. */
  stockSent: SentStock
  /** Combinations without a name when the owner put their card aside: more of them show it again. */
  namingPutAside: number
  /** Space for pictures on the device, in millions of bytes. */
  pictureBudgetMb: number
  /** Null: the device's language. */
  locale: 'fr' | 'en' | null
  paperWidth: PaperWidth
  /** The printer that this device prints on by itself; null where the browser prints. */
  printer: PrinterSetting | null
  /** The printer that takes over what did not come out of the other; null where there is none. */
  sparePrinter: PrinterSetting | null
  /** The program of the counter that this page was paired with; null for the till's own server. */
  counterAgent: CounterAgent | null
  /** The picture that customer's screens of this device show between two customers. */
  customerPicture: IdlePicture | null
  /** The customer's display of two lines at a port of this device; null for none. */
  poleDisplay: PoleSetting | null
  /** Key of the room where customer's screens on other devices see this till; null for none. */
  customerRoom: { key: string } | null
  /** What the shop says below each of its papers: opening hours, terms of exchange. */
  paperFoot: string
  /** The picture above the shop's papers. */
  paperLogo: KeptLogo | null
  /** What labels were last printed on, and how many of the begun sheet are gone. */
  labelSheet: { paperId: string; used: number }
  sounds: SoundSettings
  /** Whether scanning with the camera is offered. */
  scansByCamera: boolean
  /** Only changed rules; a rule that is missing has its usual value. */
  counterRules: Partial<CounterRules> & OldRules
  /** What each role may do, where the owner changed it. */
  rights: KeptRights
  /** Minutes without a touch before the till asks who serves; 0 means never. */
  lockAfterMinutes: number
  /** What bounds the device's clock, and whether it is doubted. */
  clock: ClockState
  /** Approvals that were sealed and not used yet; a restart ends them. */
  approvals: Approval[]
  /** By user id; a wait continues after a restart. */
  failedTries: Record<string, FailedTries>
  /** Hash of the code that lets in an owner who forgot their PIN. */
  recoveryCode: PinHash
  /** Address to which seals of closings are sent, to be kept outside the device (R25). */
  ownerEmail: string
  /** The device that records the shop's online orders, where there are several. */
  ordersBy: string
  /** The device that sends the shop's stock, where there are several. */
  stockBy: StockBy
  /** How far the orders of each shop were read, by the shop's name in event ids. */
  orderImports: Readonly<Record<string, OrderImportState>>
  /** How the last import of each shop ended, by the shop's name. */
  orderRuns: Readonly<Record<string, OrderRun>>
  /** The till's customer for each customer of a shop, by `boutique.example:12`. */
  orderCustomers: Readonly<Record<string, string>>
  /** Till code of this device, when it is no longer the first (R26). */
  tillLetter: string
  backupKey: BackupKey
  /** Folder of automatic backups. */
  backupFolder: FileSystemDirectoryHandle | null
  lastBackup: LastBackup
  setAsideJournals: SetAsideJournal[]
  /** Number of the last purge that was carried out in the copy of a journal too, by its name. */
  copiesPurged: Readonly<Record<string, number>>
  /** Tenders taken for payments of debts that are not sealed yet, by event id of the sale. */
  debtTakings: Readonly<Record<string, readonly Tender[]>>
  /** The card terminal that this device asks; null where cards are only noted. */
  cardTerminal: ChosenTerminal | null
  /** A request to a card terminal that did not end for certain yet. */
  cardAttempt: CardAttempt | null
  /** What was last found wrong of the journal, until somebody has read it. */
  journalFault: ToldFault | null
  /** An inspection is in progress: nothing can be sold (R11). */
  isInspected: boolean
  /** Why nothing is sold on this device any more: its shop put it out, or lets it only read. */
  sellingEnded: WhySellingEnded | null
}

/** A setting; undefined when it was never stored. */
export async function readSetting<Name extends keyof Settings>(
  db: TillDatabase,
  name: Name,
): Promise<Settings[Name] | undefined> {
  const kept = await db.settings.get(name)
  return kept?.value as Settings[Name] | undefined
}

/** Stores a setting. */
export async function keepSetting<Name extends keyof Settings>(
  db: TillDatabase,
  name: Name,
  value: Settings[Name],
): Promise<void> {
  await db.settings.put({ name, value })
}

/**
 * Calls back with a setting, undefined where it was never stored, now and after each change, in any
 * tab. Returns a function that stops it.
 */
export function watchSetting<Name extends keyof Settings>(
  db: TillDatabase,
  name: Name,
  onChange: (value: Settings[Name] | undefined) => void,
  onError: (error: unknown) => void,
): () => void {
  const rows = [{ db, table: 'settings', keys: [name] }]
  return watchRead({ rows, read: () => readSetting(db, name), onChange, onError })
}
