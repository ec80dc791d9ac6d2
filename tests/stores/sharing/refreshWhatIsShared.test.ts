import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { aTender, aTicket, aTill, aUser, CONTEXT } from '../../support/factory'
import { stubStorages } from '../../support/storages'
import { keepSetting } from '@/storage/settings/settings'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { refreshWhatIsShared } from '@/stores/sharing/refreshWhatIsShared'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

beforeEach(async () => {
  context = aTill()
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error
  })
  stubStorages()
  await openTill(context)
  setActivePinia(createPinia())
})

const ceiling = () => useRulesStore().rules.mealVoucherCeilingCents
const changeCeiling = (cents: number) =>
  keepSetting(context.tillDb, 'counterRules', { mealVoucherCeilingCents: cents })

it('reads what another device changed, and keeps who serves', async () => {
  const anne = { userId: 'anne', name: 'Anne', role: 'owner' } as const
  await context.tillDb.users.put(aUser(anne))
  await usePeopleStore().start()
  usePeopleStore().serve(anne)
  const stop = refreshWhatIsShared(context)
  await changeCeiling(3_000)
  await context.tillDb.users.put(aUser({ userId: 'bob', name: 'Bob', role: 'cashier' }))
  await vi.waitFor(() => expect([ceiling(), usePeopleStore().team.length]).toEqual([3_000, 2]))
  expect(usePeopleStore().isLocked).toBe(false)
  stop()
})

it('changes no rule while somebody pays; it holds once that is over', async () => {
  await useRulesStore().start()
  const before = ceiling()
  const stop = refreshWhatIsShared(context)
  usePaymentPhaseStore().ask('ticket')
  await changeCeiling(3_000)
  await new Promise(resolve => setTimeout(resolve, 400))
  expect(ceiling()).toBe(before)
  usePaymentPhaseStore().close('ticket')
  await vi.waitFor(() => expect(ceiling()).toBe(3_000))
  stop()
})

it('reads nothing for a sale', async () => {
  await sellTicket(context, aTicket(undefined, 'a'), [aTender(1548)], CONTEXT)
  const stop = refreshWhatIsShared(context)
  await new Promise(resolve => setTimeout(resolve, 300))
  const read = vi.spyOn(useRulesStore(), 'start')
  await sellTicket(context, aTicket(undefined, 'b'), [aTender(1548)], CONTEXT)
  await new Promise(resolve => setTimeout(resolve, 400))
  expect(read).not.toHaveBeenCalled()
  stop()
})
