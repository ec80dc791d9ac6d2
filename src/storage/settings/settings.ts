import type { SealSignature, TillDatabase } from '@/storage/databases'
import type { CounterRules } from '@/core/settings/counterRules'
import type { SellerV1 } from '@/core/journal/events/saleV1'
import type { FailedTries } from '@/core/people/failedTries'
import type { OrderImportState, OrderRun } from '@/core/orders/orderImport'
import type { StockTurn } from '@/core/stock/stockTurn'
import type { JournalEntry } from '@/core/journal/journal'
import type { Tender } from '@/core/payment/tender'
import type { PinHash } from '@/core/people/user'
import type { VatAnswers } from '@/core/catalogue/vatAnswers'

/** How the shop is reached. The key stays on this device and is never exported. */
export interface ShopConnection {
  /** As `parseShopAddress` gives it: `https://boutique.example/folder`, without `/api`. */
  address: string
  key: string
  /** Which shop of a multistore; without it, the one of the address. */
  shopId?: number
  /** Language of the names, of the shop's list; without it, the till's own. */
  languageId?: number
}

export interface SoundSettings {
  isOn: boolean
  /** From 0 to 100. */
  volume: number
}

/** What seals backups: made once of the owner's passphrase, which itself is kept nowhere. */
export interface BackupKey {
  /** Cannot be exported: who copies the settings cannot read it. */
  key: CryptoKey
  /** In hexadecimal. */
  salt: string
  cost: number
}

/** The last backup that was made. */
export interface LastBackup {
  at: string
  day: string
  /** Last entry of the journal that it holds. */
  number: number
  to: 'file' | 'folder'
}

/** A journal that only was opened, and made room for one that was restored. */
export interface SetAsideJournal {
  entries: JournalEntry[]
  signatures: SealSignature[]
}

/** Settings kept on the device, by name. */
export interface Settings {
  connection: ShopConnection
  /** Kept as saved: what an older version did not know is empty. */
  seller: Partial<SellerV1>
  vatAnswers: VatAnswers
  /** The owner wants to see every change of the shop before it is applied. */
  asksBeforeImport: boolean
  /** Between two automatic syncs; 0 for none. */
  syncEveryMinutes: number
  /** Counter sales lower the shop's stock; not without the owner's wish. */
  sendsStock: boolean
  /** When this till may write stock, where several do. */
  stockTurn: StockTurn
  /** Room that pictures may take on the device, in millions of bytes. */
  pictureBudgetMb: number
  /** Null follows the device. */
  locale: 'fr' | 'en' | null
  paperWidth: '80mm' | 'a4'
  sounds: SoundSettings
  /** Whether the camera is offered to scan with. */
  scansByCamera: boolean
  /** Kept as changed: what an older version did not know has its usual value. */
  counterRules: Partial<CounterRules>
  /** Minutes without a touch before the till asks who serves; 0 for never. */
  lockAfterMinutes: number
  /** By user: a wait goes on after a restart. */
  failedTries: Record<string, FailedTries>
  /** What lets an owner in who forgot their PIN; only its hash. */
  recoveryCode: PinHash
  /** Where seals of closings are sent, so that they are kept outside the device (R25). */
  ownerEmail: string
  /** How far the orders of each shop were read, by the shop's name in its entries. */
  orderImports: Readonly<Record<string, OrderImportState>>
  /** How the last import of each shop ended, by the shop's name. */
  orderRuns: Readonly<Record<string, OrderRun>>
  /** The till's own customer of each customer of a shop: `boutique.example:12`. */
  orderCustomers: Readonly<Record<string, string>>
  /** Letter this device sells under, where it is no longer the first (R26). */
  tillLetter: string
  backupKey: BackupKey
  /** Folder that backups go to by themselves. */
  backupFolder: FileSystemDirectoryHandle | null
  lastBackup: LastBackup
  setAsideJournals: SetAsideJournal[]
  /** What was taken of payments of debts that are not sealed yet, by the sale's event. */
  debtTakings: Readonly<Record<string, readonly Tender[]>>
  /** The books are being shown to an inspector: nothing is sold into them (R11). */
  isInspected: boolean
}

export async function readSetting<Name extends keyof Settings>(
  db: TillDatabase,
  name: Name,
): Promise<Settings[Name] | undefined> {
  const kept = await db.settings.get(name)
  return kept?.value as Settings[Name] | undefined
}

export async function keepSetting<Name extends keyof Settings>(
  db: TillDatabase,
  name: Name,
  value: Settings[Name],
): Promise<void> {
  await db.settings.put({ name, value })
}
