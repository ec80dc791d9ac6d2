import { Dexie, liveQuery } from 'dexie'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { anArticle, aTender, aTicket, aTill, CONTEXT, SELLER } from '../support/factory'
import { firstChainFault } from '@/core/journal/chain'
import { isSale } from '@/core/journal/journal'
import { NOBODY } from '@/core/people/user'
import { isLost, openingFaultOf, writeFaultOf } from '@/storage/fault'
import { closeDay } from '@/till/closing/closeDay'
import { keepInProgress, resumeDraft } from '@/till/ticket/keepDraft'
import { parkTicket } from '@/till/ticket/parkTicket'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

const cash = [aTender(5000)]
const ticket = aTicket([anArticle()], 't')
const sell = (context: TillContext, id = 't') =>
  sellTicket(context, aTicket([anArticle()], id), cash, CONTEXT)
const connectionOf = ({ tillDb }: TillContext) => tillDb.backendDB()

let context: TillContext

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => vi.restoreAllMocks())

/** Databases cannot be opened for so long, or until the returned function is called. */
function closeDoors(ms = Infinity, name = 'UnknownError'): () => void {
  const until = performance.now() + ms
  let isOver = false
  const { open } = IDBFactory.prototype
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, ...parts) {
    if (isOver || performance.now() > until) return open.apply(this, parts)
    throw new DOMException('Connection to Indexed Database server lost', name)
  })
  return () => (isOver = true)
}

async function expectOneSale(): Promise<void> {
  const entries = await context.tillDb.journal.orderBy('[till+number]').toArray()
  expect(entries.filter(isSale)).toHaveLength(1)
  expect(firstChainFault(entries)).toBeUndefined()
}

describe('a database that the device closed', () => {
  it('is opened again, and the sale is sealed once', async () => {
    connectionOf(context).close()
    expect(await sell(context)).toMatchObject({ ok: true })
    await expectOneSale()
  })

  it.each(['UnknownError', 'InvalidStateError', 'AbortError'])(
    'is opened again once that succeeds, two seconds of %s later',
    async name => {
      closeDoors(2_000, name)
      connectionOf(context).close()
      expect(await sell(context)).toMatchObject({ ok: true })
      await expectOneSale()
      expect(await sell(context, 'next')).toMatchObject({ ok: true })
    },
  )

  it('says so when it does not come back, and works again once it does', async () => {
    const open = closeDoors()
    connectionOf(context).close()
    const [sale, kept] = await Promise.all([sell(context), keepInProgress(context, ticket)])
    expect(sale).toMatchObject({ ok: false, error: { cause: 'storage-lost' } })
    expect(kept).toMatchObject({
      ok: false,
      error: { code: 'ticket-not-written', cause: 'storage-lost' },
    })
    open()
    expect(await keepInProgress(context, ticket)).toEqual({ ok: true, value: true })
    expect((await resumeDraft(context)).ticketId).toBe('t')
    expect(await sell(context)).toMatchObject({ ok: true })
    await expectOneSale()
  })

  it('stays closed when the till itself closed it', async () => {
    context.tillDb.close()
    expect(await sell(context)).toMatchObject({ ok: false, error: { cause: 'storage-lost' } })
  })

  it('is read again where it was read, and a live query still follows it', async () => {
    connectionOf(context).close()
    const counts: number[] = []
    const query = liveQuery(() => context.tillDb.journal.count()).subscribe({
      next: count => counts.push(count),
    })
    await vi.waitFor(() => expect(counts).toEqual([1]))
    await sell(context)
    await vi.waitFor(() => expect(counts.at(-1)).toBe(2))
    query.unsubscribe()
  })

  it('serves all that is asked at once', async () => {
    closeDoors(300)
    connectionOf(context).close()
    const all = await Promise.all(['a', 'b', 'c', 'd'].map(id => sell(context, id)))
    expect(all.every(sale => sale.ok)).toBe(true)
    const entries = await context.tillDb.journal.orderBy('[till+number]').toArray()
    expect(firstChainFault(entries)).toBeUndefined()
    expect(entries.filter(isSale)).toHaveLength(4)
  })
})

/** Cuts the connection at the nth request to a store; false when there were fewer. */
function cutAt(step: number): () => boolean {
  let count = 0
  const stop = (transaction: IDBTransaction) => {
    count += 1
    if (count !== step) return
    transaction.abort()
    transaction.db.close()
  }
  for (const method of ['get', 'put', 'add', 'delete', 'openCursor', 'getAll'] as const) {
    const original = IDBObjectStore.prototype[method] as (...parts: unknown[]) => IDBRequest
    vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
      this: IDBObjectStore,
      ...parts: unknown[]
    ) {
      stop(this.transaction)
      return original.apply(this, parts) as never
    })
  }
  for (const method of ['get', 'openCursor', 'openKeyCursor', 'getAll'] as const) {
    const original = IDBIndex.prototype[method] as (...parts: unknown[]) => IDBRequest
    vi.spyOn(IDBIndex.prototype, method).mockImplementation(function (
      this: IDBIndex,
      ...parts: unknown[]
    ) {
      stop(this.objectStore.transaction)
      return original.apply(this, parts) as never
    })
  }
  return () => count >= step
}

describe('a connection cut at any step', () => {
  const actions: [string, (context: TillContext) => Promise<{ ok: boolean }>, number][] = [
    ['a sale', sell, 2],
    ['parking', one => parkTicket(one, NOBODY, { ticket, parkedAt: '2026-01-02T10:00:00Z' }), 1],
  ]

  it.each(actions)('of %s leaves it done, once', async (_what, act, entries) => {
    let step = 1
    for (; step < 100; step += 1) {
      vi.restoreAllMocks()
      vi.spyOn(console, 'warn').mockImplementation(() => undefined)
      context = aTill()
      await openTill(context)
      await keepInProgress(context, ticket)
      const wasCut = cutAt(step)
      const done = await act(context)
      const isCut = wasCut()
      vi.restoreAllMocks()
      expect(done, `cut at step ${step}`).toMatchObject({ ok: true })
      const all = await context.tillDb.journal.orderBy('[till+number]').toArray()
      expect(all.length, `cut at step ${step}`).toBeGreaterThanOrEqual(entries)
      expect(all.filter(isSale).length).toBeLessThanOrEqual(1)
      expect(firstChainFault(all)).toBeUndefined()
      if (!isCut) break
    }
    expect(step).toBeGreaterThan(3)
  })

  it('after the sale was written, but before the answer: it is found, not sealed again', async () => {
    const begin = IDBDatabase.prototype.transaction
    let isFirst = true
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: IDBDatabase,
      ...parts
    ) {
      const begun = begin.apply(this, parts)
      if (parts[1] !== 'readwrite' || !isFirst) return begun
      isFirst = false
      // Completed on the disk; the page hears of an abort.
      Object.defineProperty(begun, 'oncomplete', {
        set: () => {
          begun.addEventListener('complete', () => {
            begun.onabort?.(new Event('abort'))
          })
        },
      })
      return begun
    })
    // Dexie takes the connection's methods as it opens it.
    connectionOf(context).close()
    expect(await sell(context)).toMatchObject({ ok: true })
    expect(isFirst).toBe(false)
    await expectOneSale()
  })

  it('a day is closed once', async () => {
    await sell(context)
    connectionOf(context).close()
    expect(await closeDay(context, { user: NOBODY, seller: SELLER }, null)).toMatchObject({
      ok: true,
    })
    const all = await context.tillDb.journal.toArray()
    expect(all.filter(({ event }) => event.kind === 'closing')).toHaveLength(1)
  })
})

describe('the errors of storage have one meaning each', () => {
  const dom = (name: string, message = '') => new DOMException(message, name)
  it.each([
    [dom('QuotaExceededError'), 'disk-full', 'full'],
    [new Dexie.AbortError('x', dom('QuotaExceededError')), 'disk-full', 'full'],
    [dom('UnknownError', 'Encountered full disk while opening'), 'disk-full', 'full'],
    [dom('SecurityError'), 'disk-refused', 'denied'],
    [
      dom('UnknownError', 'The user denied permission to access the database.'),
      'disk-refused',
      'denied',
    ],
    [
      dom('InvalidStateError', 'A mutation operation on a database that did not allow mutations.'),
      'disk-refused',
      'denied',
    ],
    [new Dexie.MissingAPIError('none'), 'disk-refused', 'absent'],
    [
      new Dexie.DatabaseClosedError('x', new Dexie.MissingAPIError('none')),
      'disk-refused',
      'absent',
    ],
    [dom('InvalidStateError', 'The database connection is closing.'), 'storage-lost', 'failed'],
    [dom('UnknownError', 'Connection to Indexed Database server lost'), 'storage-lost', 'failed'],
    [new Dexie.DatabaseClosedError('x', dom('UnknownError')), 'storage-lost', 'failed'],
    [new Dexie.AbortError('aborted'), 'storage-lost', 'failed'],
    [dom('TransactionInactiveError'), 'storage-lost', 'failed'],
    [
      Object.assign(new Error('from the worker'), { name: 'DatabaseClosedError' }),
      'storage-lost',
      'failed',
    ],
    [dom('DataError'), 'disk-refused', 'failed'],
    [new Dexie.ConstraintError('twice'), 'disk-refused', 'failed'],
  ] as const)('%s is %s, and %s when opening', (error, cause, opening) => {
    expect(writeFaultOf(error).cause).toBe(cause)
    expect(openingFaultOf(error).cause).toBe(opening)
    expect(isLost(error)).toBe(cause === 'storage-lost')
  })

  it('a mistake of our own is none of them', () => {
    const mistake = new TypeError('undefined is not a function')
    expect(() => writeFaultOf(mistake)).toThrow(mistake)
    expect(openingFaultOf(mistake).cause).toBe('unexpected')
    expect(openingFaultOf(null).cause).toBe('unexpected')
  })
})
