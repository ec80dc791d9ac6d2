/**
 * Everything that can go wrong without being our own mistake.
 * Plain data: it survives IndexedDB, postMessage and the diagnostics export.
 * The three sentences a person reads (what happened, what it means for the
 * shop, what to do) are in `messages/*.ts` under the same `code`.
 */
export type TillError =
  | SellingError
  | ClosingError
  | ShopError
  | CustomerError
  | OrderError
  | PeopleError
  | ArchiveError
  | FiguresError
  | CameraError
  | PaperError
  | BackupError

/** Why the disk did not take what was to be written. */
export interface WriteFault {
  cause: 'disk-full' | 'disk-refused'
  detail: string
}

/** What can stop a sale. */
export type SellingError =
  | { code: 'ticket-empty' }
  | { code: 'tender-short'; missingCents: number }
  | { code: 'tender-over'; tenderName: string; overCents: number }
  | { code: 'tender-nought'; tenderName: string }
  | ({ code: 'tender-not-written' } & WriteFault)
  | { code: 'tenders-taken'; takenCents: number }
  | { code: 'meal-voucher-over'; ceilingCents: number }
  | { code: 'meal-voucher-food'; mostCents: number }
  | { code: 'meal-voucher-back'; mostCents: number }
  | { code: 'amount-unlikely'; digits: string }
  | { code: 'give-back-differs'; toGiveCents: number }
  | { code: 'debt-changed'; stillDueCents: number }
  | { code: 'refund-over'; articleName: string }
  | { code: 'vat-rate-unknown'; articleName: string }
  | { code: 'quantity-over'; articleName: string; mostPieces: number }
  | { code: 'percent-unlikely'; typed: string }
  | { code: 'ticket-changed-elsewhere' }
  | { code: 'till-inspected' }
  | ({ code: 'write-failed' } & WriteFault)
  | ({ code: 'ticket-not-written' } & WriteFault)

/** What can stop a closing: it is then made the next time, and selling goes on. */
export type ClosingError =
  { code: 'till-inspected' } | ({ code: 'closing-not-written' } & WriteFault)

/** What can stop a customer from being kept, or an invoice from being made. */
export type CustomerError =
  | ({ code: 'customer-not-written' } & WriteFault)
  | { code: 'till-inspected' }
  | { code: 'invoice-customer-incomplete' }
  | { code: 'invoice-seller-incomplete' }
  | ({ code: 'invoice-not-written' } & WriteFault)

/** Why an online order cannot be recorded as it is, or none can. */
export type OrderError =
  | { code: 'orders-not-allowed'; host: string }
  | { code: 'orders-in-training' }
  | ({ code: 'orders-not-written' } & WriteFault)
  | { code: 'order-purged'; reference: string }
  | { code: 'order-totals-disagree'; reference: string; differenceCents: number }
  | { code: 'order-without-lines'; reference: string }
  | { code: 'order-slip-differs'; reference: string }
  | { code: 'order-other-currency'; reference: string }

/** What can stop the file of accounting entries from being made. */
export type FiguresError =
  { code: 'fec-siren-missing' } | { code: 'fec-nothing-closed'; from: string; to: string }

/** What can stop a sealed paper from being handed over. */
export type PaperError = { code: 'paper-not-written' } & WriteFault

/** What can stop someone at the till. A PIN itself is never part of an error. */
export type PeopleError =
  | { code: 'user-name-taken'; name: string }
  | { code: 'owner-needed' }
  | { code: 'pin-wrong'; triesLeft: number }
  | { code: 'pin-wait'; seconds: number }
  | { code: 'recovery-code-wrong' }

/** What can stop an archive from being made, or entries from being purged. */
export type ArchiveError =
  | { code: 'till-inspected' }
  | { code: 'archive-empty' }
  | { code: 'purge-archive-unsound' }
  | { code: 'purge-not-covered' }
  | { code: 'purge-nothing'; days: number }
  | { code: 'purge-owed'; document: string }
  | ({ code: 'purge-not-written' } & WriteFault)

/** What can stop a conversation with the shop. `host` is for the sentence; never a key. */
export type ShopError =
  | { code: 'shop-address-unusable'; address: string }
  | { code: 'shop-unreachable'; host: string; detail: string }
  | { code: 'shop-certificate'; host: string; detail: string }
  | { code: 'shop-timeout'; host: string }
  | { code: 'shop-redirected'; host: string; otherHost: string }
  | { code: 'shop-not-prestashop'; host: string }
  | { code: 'shop-cors-blocked'; host: string }
  | { code: 'shop-proxy-refused'; host: string }
  | { code: 'shop-webservice-off'; host: string }
  | { code: 'shop-key-missing'; host: string }
  | { code: 'shop-key-malformed'; host: string }
  | { code: 'shop-key-refused'; host: string }
  | { code: 'shop-key-not-seen'; host: string }
  | { code: 'shop-rights-missing'; host: string; missingRights: string[] }
  | { code: 'shop-failing'; host: string; status: number }
  | { code: 'shop-busy'; host: string }
  | { code: 'shop-answer-unreadable'; host: string; resource: string; detail: string }
  | { code: 'shop-catalogue-empty'; host: string }
  | ({ code: 'catalogue-not-written' } & WriteFault)
  | { code: 'sync-cancelled' }
  | { code: 'sync-elsewhere' }

/** What can keep a backup from being made, or from being restored; nothing is then written. */
export type BackupError =
  | { code: 'backup-no-passphrase' }
  | { code: 'backup-insecure' }
  | { code: 'backup-not-one' }
  | { code: 'backup-newer'; version: number }
  | { code: 'backup-damaged' }
  | { code: 'backup-passphrase-wrong' }
  | { code: 'backup-journal-broken'; till: string; number: number }
  | { code: 'backup-other-books' }
  /** Two devices went on from the same journal: the same number has two seals. */
  | { code: 'backup-forked'; till: string; number: number }
  | { code: 'backup-over-sales' }
  | { code: 'backup-already-here' }
  | ({ code: 'backup-not-written' } & WriteFault)
  | { code: 'backup-folder-closed' }
  | { code: 'backup-folder-refused'; detail: string }

/** What can keep a camera from reading codes. */
export type CameraError =
  | { code: 'camera-denied' }
  | { code: 'camera-missing' }
  | { code: 'camera-busy' }
  | { code: 'camera-insecure' }
  /** The reader itself is not on the device yet, and there is no network to fetch it. */
  | { code: 'camera-reader-missing'; detail: string }

export type Result<T, E extends TillError = TillError> =
  { ok: true; value: T } | { ok: false; error: E }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
export const fail = <E extends TillError>(error: E): { ok: false; error: E } => ({
  ok: false,
  error,
})
