import type { Permission } from '@/core/people/permissions'
import type { SharingError, WhySellingEnded } from '@/core/sharing/sharingError'

/**
 * Everything that can go wrong without being a programming mistake. Plain data: it survives
 * IndexedDB and postMessage. The three sentences a person reads (what happened, what it means for
 * the shop, what to do) are in `messages/*.ts` under the same `code`.
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
  | PageError
  | SettingError
  | SharingError

/** Why the disk did not take what was to be written. */
export interface WriteFault {
  /**
   * `storage-lost`: the device closed the database, and it could not be opened again.
   * `journal-faulty`: the journal is not as the till left it, and the till goes on under another
   * till code.
   */
  cause: 'disk-full' | 'disk-refused' | 'storage-lost' | 'journal-faulty'
  detail: string
}

/** Nobody who may do it did it, or approved it, by the rights as they are now. */
export interface ApprovalError {
  code: 'approval-missing'
  permission: Permission
}

/** What can stop a sale. */
export type SellingError =
  | ApprovalError
  | { code: 'ticket-empty' }
  | { code: 'tender-short'; missingCents: number }
  | { code: 'tender-over'; tenderName: string; overCents: number }
  | { code: 'tender-nought'; tenderName: string }
  | ({ code: 'tender-not-written' } & WriteFault)
  | { code: 'tenders-taken'; takenCents: number }
  | { code: 'card-attempt-open'; amountCents: number }
  | { code: 'terminal-server-silent' }
  | { code: 'terminal-not-allowed' }
  | { code: 'meal-voucher-over'; ceilingCents: number; people: number }
  | { code: 'meal-voucher-food'; mostCents: number }
  | { code: 'meal-voucher-back'; mostCents: number }
  | { code: 'amount-unlikely'; typed: string }
  | { code: 'give-back-differs'; toGiveCents: number }
  | { code: 'debt-changed'; stillDueCents: number }
  | { code: 'refund-over'; articleName: string }
  | { code: 'vat-rate-unknown'; articleName: string }
  | { code: 'quantity-over'; articleName: string; mostPieces: number }
  | { code: 'quantity-in-pieces'; articleName: string }
  | { code: 'percent-unlikely'; typed: string }
  | { code: 'ticket-changed-elsewhere' }
  | { code: 'till-inspected' }
  | { code: 'selling-ended'; why: WhySellingEnded }
  | { code: 'till-code-left'; letter: string }
  | { code: 'seller-missing' }
  | ({ code: 'write-failed' } & WriteFault)
  | ({ code: 'ticket-not-written' } & WriteFault)

/** What can stop a closing. The closing is then made the next time, and selling goes on. */
export type ClosingError =
  ApprovalError | { code: 'till-inspected' } | ({ code: 'closing-not-written' } & WriteFault)

/** What can stop a customer from being saved, or an invoice from being made. */
export type CustomerError =
  | ApprovalError
  | ({ code: 'customer-not-written' } & WriteFault)
  | { code: 'till-inspected' }
  | { code: 'invoice-customer-incomplete' }
  | { code: 'invoice-seller-incomplete' }
  | ({ code: 'invoice-not-written' } & WriteFault)

/** Why an online order cannot be recorded as it is, or why no order can be recorded at all. */
export type OrderError =
  | { code: 'orders-not-allowed'; host: string }
  | { code: 'orders-in-training' }
  | { code: 'orders-elsewhere'; name: string }
  | ({ code: 'orders-not-written' } & WriteFault)
  | { code: 'order-purged'; reference: string }
  | { code: 'order-totals-disagree'; reference: string; differenceCents: number }
  | { code: 'order-without-lines'; reference: string }
  | { code: 'order-slip-differs'; reference: string; givenCents: number; leftCents: number }
  | { code: 'order-paid-again'; reference: string; differenceCents: number }
  | { code: 'order-other-currency'; reference: string; currency: string }
  | { code: 'order-currency-unknown'; reference: string }
  | { code: 'order-voucher-unclear'; reference: string }

/** What can stop the accounting entries file (FEC) from being made. */
export type FiguresError =
  | ApprovalError
  | { code: 'fec-siren-missing' }
  | { code: 'fec-nothing-closed'; from: string; to: string }

/** What can stop a sealed document from being printed or sent. */
export type PaperError = { code: 'paper-not-written' } & WriteFault

/** What can stop a person at the till. An error never contains a PIN. */
export type PeopleError =
  | ApprovalError
  | { code: 'user-name-taken'; name: string }
  | { code: 'owner-needed' }
  | { code: 'pin-wrong'; triesLeft: number }
  | { code: 'pin-wait'; seconds: number }
  | { code: 'recovery-code-wrong' }

/** What can stop an archive from being made, or entries from being purged. */
export type ArchiveError =
  | ApprovalError
  | { code: 'till-inspected' }
  | { code: 'archive-empty' }
  | { code: 'purge-archive-unsound' }
  | { code: 'purge-not-covered' }
  | { code: 'purge-nothing'; days: number }
  | { code: 'purge-owed'; document: string }
  | ({ code: 'purge-not-written' } & WriteFault)

/**
 * What can stop a request to the shop. `host` is shown in the message; it never contains the key.
 */
export type ShopError =
  | { code: 'shop-address-missing' }
  | { code: 'shop-address-unusable'; address: string }
  | { code: 'shop-unreachable'; host: string; detail: string }
  | { code: 'shop-certificate'; host: string; detail: string }
  | { code: 'shop-timeout'; host: string }
  | { code: 'shop-redirected'; host: string; otherHost: string }
  | { code: 'shop-not-prestashop'; host: string }
  | { code: 'shop-cors-blocked'; host: string }
  | { code: 'shop-proxy-refused'; host: string }
  | { code: 'proxy-code-needed'; host: string }
  | { code: 'proxy-code-wrong'; host: string }
  /** Of the QR code of the shop's module: cut or altered, no longer valid, another code. */
  | { code: 'pairing-unreadable' }
  | { code: 'pairing-over' }
  | { code: 'pairing-code-wrong'; triesLeft: number }
  | { code: 'pairing-insecure' }
  | { code: 'pairing-absent'; host: string }
  | { code: 'shop-webservice-off'; host: string }
  | { code: 'shop-key-missing'; host: string }
  | { code: 'shop-key-malformed'; host: string }
  | { code: 'shop-key-refused'; host: string }
  | { code: 'shop-key-not-seen'; host: string }
  | { code: 'shop-rights-missing'; host: string; missingRights: string[] }
  | { code: 'shop-failing'; host: string; status: number }
  | { code: 'shop-busy'; host: string }
  /** `firewall` is empty when it does not name itself; `request` never contains the key. */
  | { code: 'shop-firewall'; host: string; firewall: string; request: string }
  | { code: 'shop-answer-unreadable'; host: string; resource: string; detail: string }
  /** More than was asked for: bytes, rows or pages without end. */
  | { code: 'shop-answer-too-large'; host: string; detail: string }
  | { code: 'shop-catalogue-empty'; host: string }
  | ({ code: 'catalogue-not-written' } & WriteFault)
  | { code: 'sync-cancelled' }
  | { code: 'sync-elsewhere' }

/** What can stop a backup from being made or restored. On failure nothing is written. */
export type BackupError =
  | ApprovalError
  | { code: 'backup-no-passphrase' }
  | { code: 'backup-insecure' }
  | { code: 'backup-not-one' }
  | { code: 'backup-newer'; version: number }
  | { code: 'backup-damaged' }
  | { code: 'backup-passphrase-wrong' }
  /** It may be restored as it is, with what was found sealed. */
  | { code: 'backup-journal-broken'; till: string; number: number }
  /** So much of a journal is missing that nothing can go on from it. */
  | { code: 'backup-journal-gone'; till: string }
  | { code: 'backup-other-books' }
  /** Two devices continued the same journal: the same entry number has two different seals. */
  | { code: 'backup-forked'; till: string; number: number }
  | { code: 'backup-over-sales' }
  /** `name` is empty for the recovery code. */
  | { code: 'backup-pin-weak'; name: string }
  | { code: 'backup-no-owner' }
  | { code: 'backup-already-here' }
  | ({ code: 'backup-not-written' } & WriteFault)
  | CopyError
  | { code: 'backup-folder-closed' }
  | { code: 'backup-folder-refused'; detail: string }

/** What can stop the copy of the journal, or stop entries from coming back from it. */
export type CopyError =
  | ({ code: 'copy-stopped' } & WriteFault)
  /** Both the journal and its copy have this entry, sound and signed, with two different seals. */
  | { code: 'copy-forked'; till: string; number: number }
  | { code: 'copy-broken'; till: string; number: number }
  | { code: 'copy-nothing-missing' }

/** What can stop the camera from reading codes. */
export type CameraError =
  | { code: 'camera-denied' }
  | { code: 'camera-missing' }
  | { code: 'camera-busy' }
  | { code: 'camera-insecure' }
  /** The barcode reader is not on the device yet, and there is no network to fetch it. */
  | { code: 'camera-reader-missing'; detail: string }

/**
 * What can go wrong on any screen: a part loaded on demand is not on the device and there is no
 * network; storage failed in an action that does not name it.
 */
export type PageError =
  | { code: 'part-not-here' }
  /** Files of the till were changed on the device: fetched again, or not to be had now. */
  | { code: 'files-changed' }
  | { code: 'files-lost' }
  | ({ code: 'storage-failed' } & WriteFault)

/** What can stop a setting from being stored. */
export type SettingError = { code: 'seller-numbers-wrong' } | { code: 'logo-unreadable' }

/** The value of what succeeded, or the error of what failed. */
export type Result<T, E extends TillError = TillError> =
  { ok: true; value: T } | { ok: false; error: E }

/** The result of what succeeded. */
export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
/** The result of what failed. */
export const fail = <E extends TillError>(error: E): { ok: false; error: E } => ({
  ok: false,
  error,
})
