import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { aTill, SELLER } from '../../support/factory'
import { NO_SELLER } from '@/core/settings/seller'
import { useIdentityStore } from '@/stores/settings/identity'
import { useSettingsStore } from '@/stores/settings/settings'
import { openTill } from '@/till/openTill'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

beforeEach(async () => {
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined })
  context = aTill()
  await openTill(context)
  setActivePinia(createPinia())
})

it('asks who sells, keeps the sheet for a wrong number, and goes on once it is stored', async () => {
  const identity = useIdentityStore()
  const paying = identity.mayPay()
  await vi.waitFor(() => expect(identity.isAsked).toBe(true))
  expect(await identity.save({ ...SELLER, siret: '73282932000075' })).toBe(false)
  expect(identity.problem?.code).toBe('seller-numbers-wrong')
  expect(identity.isAsked).toBe(true)
  expect(useSettingsStore().seller).toEqual(NO_SELLER)

  expect(await identity.save(SELLER)).toBe(true)
  expect(await paying).toBe(true)
  expect(identity.isAsked).toBe(false)
  expect(await identity.mayPay()).toBe(true)
})

it('does not pay when the sheet is left', async () => {
  const identity = useIdentityStore()
  const paying = identity.mayPay()
  await vi.waitFor(() => expect(identity.isAsked).toBe(true))
  identity.leave()
  expect(await paying).toBe(false)
})
