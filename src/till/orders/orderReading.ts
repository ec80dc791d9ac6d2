import type { OrderRecorder } from './orderRecorder'
import type { TillContext } from '@/till/context'
import { ok, type Result, type ShopError } from '@/core/errors'
import type { ShopCarrier } from '@/core/orders/orderDelivery'
import {
  readingSince,
  readUntilAfter,
  type MetInShop,
  type OrderCursor,
  type OrderImport,
  type OrderImportState,
} from '@/core/orders/orderImport'
import type { ShopOrder } from '@/core/orders/shopOrder'
import type { UnreadableRow } from '@/core/catalogue/shopRows'
import type { OrderReader, OrderSlice } from '@/prestashop/readOrders'
import { keepOrderState } from '@/storage/orders/orders'

export interface ReadingOptions {
  shop: string
  state: OrderImportState
  recorder: OrderRecorder
  /** False in a look: how far it came is not stored. */
  isWriting: boolean
  onProgress: (done: number) => void
}

/**
 * One import of the shop's orders: the changed orders, a slice at a time, then the orders with a
 * new credit slip and the orders left open before. Its position is stored after each slice, so that
 * the next import resumes there.
 */
export class OrderReading {
  private readonly taken = new Set<number>()
  private readonly unreadable: UnreadableRow[] = []
  private readonly modules: Map<string, string>
  private readonly carriers: Map<number, ShopCarrier>
  /** Dates of the changes read, all from the shop's clock: it need not agree with the till's. */
  private dates: string[] = []

  constructor(
    private readonly till: TillContext,
    private readonly reader: OrderReader,
    private readonly options: ReadingOptions,
  ) {
    const { modules, carriers } = options.state.met
    this.modules = new Map(modules.map(({ module, payment }) => [module, payment]))
    const known = [...carriers, ...(reader.tables.carriers ?? [])]
    this.carriers = new Map(known.map(carrier => [carrier.carrierId, carrier]))
  }

  async run(): Promise<Result<void, ShopError>> {
    const { state } = this.options
    const since = state.cursor?.since ?? readingSince(state)
    const changed = await this.takeChanged(since, state.cursor)
    if (!changed.ok) return changed
    const slipped = await this.reader.slipped(since)
    if (!slipped.ok) return slipped
    this.dates.push(...slipped.value.dates)
    this.unreadable.push(...slipped.value.unreadable)
    const left = [...state.openIds, ...slipped.value.orderIds].filter(id => !this.taken.has(id))
    const named = await this.reader.named([...new Set(left)])
    if (!named.ok) return named
    await this.takeAll(named.value)
    await this.keep(this.readUntil(), null)
    return ok(undefined)
  }

  /** What the import recorded, or would record, and what it found in the shop. */
  outcome(): OrderImport {
    return { ...this.options.recorder.outcome, unreadable: this.unreadable, met: this.met() }
  }

  private async takeChanged(
    since: string,
    cursor: OrderCursor | null,
  ): Promise<Result<void, ShopError>> {
    let until = cursor?.until
    for (let afterId: number | null = cursor?.afterId ?? 0; afterId !== null;) {
      const slice: Result<OrderSlice, ShopError> = await this.reader.changed(since, afterId)
      if (!slice.ok) return slice
      await this.takeAll(slice.value)
      // Taken from the first slice: an order that changes after that slice was read has a later
      // date.
      until ??= readUntilAfter(this.options.state.readUntil, this.dates)
      afterId = slice.value.nextAfterId
      if (afterId !== null && this.canGoOn()) {
        await this.keep(this.options.state.readUntil, { since, afterId, until })
      }
    }
    return ok(undefined)
  }

  private async takeAll(slice: OrderSlice): Promise<void> {
    this.unreadable.push(...slice.unreadable)
    for (const order of slice.orders) {
      this.learn(order)
      await this.options.recorder.take(order, slice)
      this.taken.add(order.orderId)
      this.dates.push(order.changedAt)
      this.options.onProgress(this.taken.size)
    }
  }

  private learn({ module, payment, carrierId }: ShopOrder): void {
    this.modules.set(module, payment)
    if (carrierId > 0 && !this.carriers.has(carrierId)) {
      this.carriers.set(carrierId, { carrierId, referenceId: carrierId, name: '' })
    }
  }

  private met(): MetInShop {
    return {
      states: this.reader.tables.states ?? this.options.state.met.states,
      carriers: [...this.carriers.values()],
      modules: [...this.modules].map(([module, payment]) => ({ module, payment })),
    }
  }

  private readUntil(): string {
    const { readUntil, cursor } = this.options.state
    if (!this.canGoOn()) return readUntil
    return cursor ? cursor.until : readUntilAfter(readUntil, this.dates)
  }

  private async keep(readUntil: string, cursor: OrderCursor | null): Promise<void> {
    const { shop, state, recorder: books, isWriting } = this.options
    if (!isWriting) return
    // Orders left open before stay open until this import has looked at them.
    const open = cursor ? state.openIds : []
    const openIds = [...open, ...books.openIds, ...unreadableOrders(this.unreadable)]
    await keepOrderState(this.till.tillDb, shop, {
      ...state,
      readUntil,
      openIds: [...new Set(openIds)],
      met: this.met(),
      cursor,
    })
  }

  /**
   * Whether the stored position may move on. A credit slip, or an order without a readable id,
   * could not be requested again by its id.
   */
  private canGoOn(): boolean {
    return this.unreadable.every(({ resource, id }) =>
      resource === 'orders' ? id !== null : resource !== 'order_slip' && resource !== 'order_slips',
    )
  }
}

const unreadableOrders = (unreadable: readonly UnreadableRow[]): number[] =>
  unreadable.flatMap(({ resource, id }) => (resource === 'orders' && id !== null ? id : []))
