import { Dexie, type Table } from 'dexie'
import { ChunkedRows, type Chunk } from './catalogue/chunkedRows'
import type { Article, Department, VatGroup } from '@/core/catalogue/article'
import type { ArticleEdit } from '@/core/catalogue/articleEdits'
import type { JournalEntry } from '@/core/journal/journal'
import type { OrderNote } from '@/core/orders/orderImport'
import type { HeldProduct } from '@/core/catalogue/shopState'
import type { Ticket } from '@/core/ticket/ticket'
import type { Customer } from '@/core/customers/customer'
import type { StockToSend } from '@/core/stock/stockDeltas'
import type { SyncRun } from '@/core/catalogue/syncRun'
import type { User } from '@/core/people/user'

/** What a till has sealed so far, kept beside the journal so that a sale reads one row. */
export interface JournalHead {
  till: string
  number: number
  seal: string
  /** Last number given in each series of documents. */
  counters: Record<string, number>
}

/** The device's signature over a seal, in base64; kept beside the entry, never inside it. */
export interface SealSignature {
  till: string
  number: number
  signature: string
}

/** The key pair of a till; the private half cannot leave the device. */
export interface TillKey {
  till: string
  privateKey: CryptoKey
  publicKey: CryptoKey
}

export interface KeptTicket {
  ticketId: string
  till: string
  ticket: Ticket
  keptAt: string
  /** When it was put aside; null for the one being worked on. Absent in the first version. */
  parkedAt?: string | null
  /** Made in training mode: it is resumed there only. */
  training?: boolean
}

export interface KeptSetting {
  name: string
  value: unknown
}

/**
 * Sales and what the owner made: precious. Nothing of the journal is ever deleted but by a
 * purge of entries that were archived first. Strict
 * durability: a transaction that completed has been flushed to the disk (browsers default
 * to relaxed; developer.chrome.com, "indexeddb-durability-mode-now-defaults-to-relaxed").
 */
export class TillDatabase extends Dexie {
  declare journal: Table<JournalEntry, [string, number]>
  declare signatures: Table<SealSignature, [string, number]>
  declare heads: Table<JournalHead, string>
  declare keys: Table<TillKey, string>
  declare tickets: Table<KeptTicket, string>
  declare settings: Table<KeptSetting, string>
  /** What the owner changed of the shop's articles; laid over them. */
  declare articleEdits: Table<ArticleEdit, string>
  /** Articles made on the till. */
  declare ownArticles: Table<Article, string>
  declare users: Table<User, string>
  /** Erased when they ask for it (GDPR art. 17): sealed entries hold the id alone. */
  declare customers: Table<Customer, string>
  /** What is known of recorded orders beside what was sealed. */
  declare orderNotes: Table<OrderNote, string>
  /** What counter sales still have to tell the shop's stock, by article. */
  declare outbox: Table<StockToSend, [string, string]>

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict' })
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
        // What gives back lines of an entry, what pays or invoices it.
        '*event.refundOf',
        'event.saleNumber',
        // What was left due.
        'event.dueCents',
        '[event.document.series+event.document.number]',
        'event.totalCents',
        // A customer's purchases, and what was invoiced to them.
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
  }
}

/** The shop's catalogue as last read: may be dropped and synced again alone. */
export class CatalogueDatabase extends Dexie {
  declare articleChunks: Table<Chunk, number>
  declare productChunks: Table<Chunk, number>
  declare departments: Table<Department, string>
  declare vatGroups: Table<VatGroup, string>
  declare syncRuns: Table<SyncRun, string>
  declare shopRecords: Table<KeptSetting, string>
  declare pictures: Table<NotedPicture, string>
  readonly shopArticles: ChunkedRows<Article, string>
  /** The shop's own rows, so that a later sync reads what changed only. */
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

/** Combinations stand with their product: `ps-62-40` with `ps-62`. */
const articleRows = (chunks: Table<Chunk, number>) =>
  new ChunkedRows<Article, string>(
    chunks,
    article => article.articleId,
    articleId => Number(articleId.split('-')[1]),
  )

/** A picture that is held: the cache itself knows neither sizes nor when they were seen. */
export interface HeldPicture {
  pictureId: string
  bytes: number
  usedAt: string
}

/** A picture that the shop did not give; it takes no room. */
export interface LostPicture {
  pictureId: string
  askedAt: string
}

export type NotedPicture = HeldPicture | LostPicture
