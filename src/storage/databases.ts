import type { Table } from 'dexie'
import { ChunkedRows, type Chunk } from './catalogue/chunkedRows'
import { ReopeningDatabase } from './reopening'
import type { KeptBlock, KeptSharing, KeptStatement } from './sharing/keptSharing'
import { keepTextsSound } from './soundTexts'
import type { Article, Department, VatGroup } from '@/core/catalogue/article'
import type { ArticleEdit } from '@/core/catalogue/articleEdits'
import type { JournalEntry } from '@/core/journal/journal'
import type { OrderNote } from '@/core/orders/orderImport'
import type { HeldProduct } from '@/core/catalogue/shopState'
import type { Ticket } from '@/core/ticket/ticket'
import type { Customer } from '@/core/customers/customer'
import type { StockToSend } from '@/core/stock/stockDeltas'
import type { SyncRun } from '@/core/catalogue/syncRun'
import type { OwnLane } from '@/core/sharing/sharingStore'
import type { User } from '@/core/people/user'
import type { SharedRow } from '@/core/sharing/sharedRow'

/**
 * State after the last entry of a journal, stored beside it so that sealing a sale reads one row.
 */
export interface JournalHead {
  till: string
  number: number
  seal: string
  /** Last number given in each document series. */
  counters: Record<string, number>
}

/** The device's signature of an entry, stored beside the entry, never inside it. */
export interface SealSignature {
  till: string
  number: number
  /** In format 2 (`core/journal/sealSignature.ts`), or in format 1: the signature in base64. */
  signature: string
}

/** Key pair of a till; the private key cannot be exported from the device. */
export interface TillKey {
  till: string
  privateKey: CryptoKey
  publicKey: CryptoKey
}

/** A stored ticket that is not sold yet. */
export interface KeptTicket {
  ticketId: string
  till: string
  ticket: Ticket
  keptAt: string
  /** When it was parked; null for the ticket being worked on. Absent in the first version. */
  parkedAt?: string | null
  /** Made in training mode; it can only be resumed there. Absent in the first version. */
  training?: boolean
}

export interface KeptSetting {
  name: string
  value: unknown
}

/**
 * Sales and the owner's data, which are irreplaceable. Entries of the journal are deleted only by a
 * purge, after they were archived, or set aside by a restore when nothing was sold.
 *
 * Strict durability: a completed transaction has been flushed to disk (the browsers' default is
 * relaxed; developer.chrome.com, "indexeddb-durability-mode-now-defaults-to-relaxed").
 */
export class TillDatabase extends ReopeningDatabase {
  declare journal: Table<JournalEntry, [string, number]>
  declare signatures: Table<SealSignature, [string, number]>
  declare heads: Table<JournalHead, string>
  declare keys: Table<TillKey, string>
  declare tickets: Table<KeptTicket, string>
  declare settings: Table<KeptSetting, string>
  /** The owner's changes of the shop's articles. */
  declare articleEdits: Table<ArticleEdit, string>
  /** Articles made on the till. */
  declare ownArticles: Table<Article, string>
  declare users: Table<User, string>
  /** Erased on request (GDPR art. 17): sealed entries hold only the customer's id. */
  declare customers: Table<Customer, string>
  /** Knowledge about recorded orders besides the sealed entries. */
  declare orderNotes: Table<OrderNote, string>
  /** Stock changes of counter sales that must still be sent to the shop, by article. */
  declare outbox: Table<StockToSend, [string, string]>
  /** What was said of each shared datum, by any device of the shop. */
  declare sharedRows: Table<SharedRow, string>
  /** The logs that this device writes; empty while it is alone. */
  declare ownLanes: Table<OwnLane, number>
  declare ownBlocks: Table<KeptBlock, [number, number]>
  /** What devices said of one another. */
  declare statements: Table<KeptStatement, string>
  /** Keys of this device in the group and what else it needs to share; empty while it is alone. */
  declare sharing: Table<KeptSharing, string>

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' })
    keepTextsSound(this)
    this.version(1).stores({
      journal: '[till+number], &eventId, day, [till+event.kind+number]',
      signatures: '[till+number]',
      heads: 'till',
      keys: 'till',
      tickets: 'ticketId, [till+keptAt]',
      settings: 'name',
    })
    this.version(2).stores({ articleEdits: 'articleId', ownArticles: 'articleId' })
    this.version(3).stores({
      journal: [
        '[till+number]',
        '&eventId',
        'day',
        '[till+event.kind+number]',
        // Refunds of an entry; payments and invoices of a sale.
        '*event.refundOf',
        'event.saleNumber',
        // Sales with an amount left due.
        'event.dueCents',
        '[event.document.series+event.document.number]',
        'event.totalCents',
        // Purchases and invoices of a customer.
        'event.customerId',
        'event.customer.customerId',
        // Online orders, by their own date.
        'event.order.placedAt',
      ].join(', '),
      users: 'userId',
      customers: 'customerId',
      orderNotes: 'noteId',
      outbox: '[shop+articleId], shop',
    })
    this.version(4).stores({
      sharedRows: 'key',
      ownLanes: 'lane',
      ownBlocks: '[lane+seq]',
      statements: 'text',
      sharing: 'name',
    })
  }
}

/** The shop's catalogue as last read; it can be deleted and synced again. */
export class CatalogueDatabase extends ReopeningDatabase {
  declare articleChunks: Table<Chunk, number>
  declare productChunks: Table<Chunk, number>
  declare departments: Table<Department, string>
  declare vatGroups: Table<VatGroup, string>
  declare syncRuns: Table<SyncRun, string>
  declare shopRecords: Table<KeptSetting, string>
  declare pictures: Table<NotedPicture, string>
  readonly shopArticles: ChunkedRows<Article, string>
  /** The shop's own rows, so that a later sync reads only changes. */
  readonly shopProducts: ChunkedRows<HeldProduct, number>

  constructor(name: string) {
    super(name)
    this.version(1).stores({
      articles: 'articleId, *barcodes, *departmentIds',
      departments: 'departmentId',
      vatGroups: 'vatGroupId',
      syncRuns: 'runId, startedAt',
    })
    this.version(2)
      .stores({
        articleChunks: 'chunk',
        productChunks: 'chunk',
        shopRecords: 'name',
        pictures: 'pictureId',
      })
      .upgrade(async transaction => {
        const articles = await transaction.table<Article>('articles').toArray()
        await articleRows(transaction.table<Chunk, number>('articleChunks')).bulkPut(articles)
      })
    this.version(3).stores({ articles: null })
    this.shopArticles = articleRows(this.articleChunks)
    this.shopProducts = new ChunkedRows(
      this.productChunks,
      product => product.productId,
      productId => productId,
    )
  }
}

/** Combinations have the place of their product: `ps-62-40` has that of `ps-62`. */
const articleRows = (chunks: Table<Chunk, number>) =>
  new ChunkedRows<Article, string>(
    chunks,
    article => article.articleId,
    articleId => Number(articleId.split('-')[1]),
  )

/** A stored picture. The cache itself records neither sizes nor when a picture was seen. */
export interface HeldPicture {
  pictureId: string
  bytes: number
  usedAt: string
}

/** A picture that the shop did not have; it takes no space. */
export interface LostPicture {
  pictureId: string
  askedAt: string
}

export type NotedPicture = HeldPicture | LostPicture
