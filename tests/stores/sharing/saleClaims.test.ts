import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { stubStorages } from '../../support/storages'
import { aSharingTill, takeCopies } from '../../till/sharing/copiedTill'
import { isSale, type SaleEntry } from '@/core/journal/journal'
import type { ClaimOutcome } from '@/core/sharing/claims/claim'
import { mayDoForSale } from '@/stores/sharing/mayDoForSale'
import { useSaleClaimsStore } from '@/stores/sharing/saleClaims'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'

const FRONT = 'b'.repeat(32)
const HELD: ClaimOutcome = { kind: 'held', by: FRONT, at: '2026-01-02T09:00:00.000Z', turn: 3 }
const TAKEN: ClaimOutcome = { kind: 'taken', turn: 1, at: '2026-01-02T09:00:00.000Z', isNew: true }
const UNDECIDED: ClaimOutcome = { kind: 'undecided' }

let context: TillContext
let worker: object
let claimSale = vi.fn<(claim: { turn: number }) => Promise<ClaimOutcome>>()
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => worker }))

let ours: SaleEntry
let theirs: SaleEntry

async function sold(at: TillContext): Promise<SaleEntry> {
  const sale = await sellTicket(at, aTicket(undefined, at.newId()), [aTender(1548)], CONTEXT)
  if (!sale.ok || !isSale(sale.value)) throw new Error('it is sold')
  return sale.value
}

beforeEach(async () => {
  stubStorages()
  vi.stubGlobal('reportError', vi.fn())
  const front = aTill({ tillCode: 'B', newId: () => crypto.randomUUID() })
  await openTill(front)
  theirs = await sold(front)
  context = await aSharingTill()
  ours = await sold(context)
  await takeCopies(context, front, FRONT, 'Devant')
  claimSale = vi.fn()
  worker = { openDevices: () => Promise.resolve({ claimSale }) }
  setActivePinia(createPinia())
})

const traces = async () =>
  (await context.tillDb.journal.toArray()).flatMap(({ event }) =>
    event.kind === 'trace' && event.what.endsWith('-unclaimed') ? [[event.what, event.detail]] : [],
  )
/** Asks, and answers the question that is asked, if one is. */
async function asking(
  sale: SaleEntry,
  answer: (claims: ReturnType<typeof useSaleClaimsStore>) => void,
) {
  const claims = useSaleClaimsStore()
  const may = claims.mayDo('refund', sale)
  await vi.waitFor(() => expect(claims.question).not.toBeNull())
  const { question } = claims
  answer(claims)
  return { may: await may, question }
}

describe('goods of a sale', () => {
  it('are given back without a question once the claim is this till’s', async () => {
    claimSale.mockResolvedValue(TAKEN)
    expect(await mayDoForSale(context, 'refund', theirs)).toBe(true)
    expect(claimSale.mock.calls).toEqual([
      [{ act: 'refund', sale: { till: 'B', number: theirs.number }, turn: 1 }],
    ])
    expect(await traces()).toEqual([])
  })

  it('are this till’s own to give back where nobody answers', async () => {
    claimSale.mockResolvedValue(UNDECIDED)
    expect(await mayDoForSale(context, 'refund', ours)).toBe(true)
    // A part of the till that is not on the device asks nobody, either.
    claimSale.mockRejectedValue(new Error('not loaded'))
    expect(await mayDoForSale(context, 'refund', ours)).toBe(true)
    expect(reportError).toHaveBeenCalledOnce()
    expect(await traces()).toEqual([])
  })

  it('of another till are given back without an answer by a person alone, with a trace', async () => {
    claimSale.mockResolvedValue(UNDECIDED)
    const left = await asking(theirs, claims => claims.answer(false))
    expect(left).toMatchObject({ may: false, question: { name: 'Devant' } })
    expect(await traces()).toEqual([])
    expect((await asking(theirs, claims => claims.answer(true))).may).toBe(true)
    const detail = { sale: 'B-2', document: 'B-000001', name: 'Devant', claim: 'unreachable' }
    expect(await traces()).toEqual([['refund-unclaimed', detail]])
    expect(claimSale).toHaveBeenCalledTimes(2)
  })

  it('that another device gives back are refused, its own till’s too, unless a person takes over', async () => {
    claimSale.mockResolvedValue(HELD)
    expect((await asking(ours, claims => claims.answer(false))).may).toBe(false)
    const over = await asking(ours, claims => claims.answer(true))
    expect(over).toMatchObject({ may: true, question: { name: 'Devant', outcome: HELD } })
    expect(claimSale.mock.lastCall?.[0]).toMatchObject({ turn: 4 })
    expect((await traces()).map(([, detail]) => detail)).toMatchObject([{ claim: 'taken-over' }])
  })

  it('are not given back by an answer that nobody waits for any more', async () => {
    let answered = (_outcome: ClaimOutcome) => {}
    claimSale.mockReturnValue(new Promise(resolve => (answered = resolve)))
    const claims = useSaleClaimsStore()
    const may = claims.mayDo('refund', theirs)
    await vi.waitFor(() => expect(claims.isAsking).toBe(true))
    claims.leave()
    answered(TAKEN)
    expect(await may).toBe(false)
    claimSale.mockResolvedValue(UNDECIDED)
    expect((await asking(theirs, one => one.leave())).may).toBe(false)
  })
})

it('lessons, and a device that is alone, ask nobody', async () => {
  context = { ...context, isTraining: true }
  expect(await mayDoForSale(context, 'refund', theirs)).toBe(true)
  context = aTill()
  expect(await mayDoForSale(context, 'debt', theirs)).toBe(true)
  expect(claimSale).not.toHaveBeenCalled()
})
