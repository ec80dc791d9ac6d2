import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { aTill, aUser } from '../../support/factory'
import { stubStorages } from '../../support/storages'
import { useAutoLockStore } from '@/stores/people/autoLock'
import { usePeopleStore } from '@/stores/people/people'
import { openTill } from '@/till/openTill'
import type { TillContext } from '@/till/context'

let context: TillContext
const lastActive = ref(0)
let look: () => void
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))
vi.mock('@vueuse/core', async original => ({
  ...(await original<object>()),
  useIdle: () => ({ lastActive }),
  useIntervalFn: (run: () => void) => (look = run),
}))

const ANNE = { userId: 'anne', name: 'Anne', role: 'owner' } as const
let [wallMs, steadyMs] = [0, 0]

beforeEach(async () => {
  context = aTill()
  stubStorages()
  await openTill(context)
  await context.tillDb.users.add(aUser(ANNE))
  await context.tillDb.settings.put({ name: 'lockAfterMinutes', value: 5 })
  setActivePinia(createPinia())
  await usePeopleStore().start()
  usePeopleStore().serve(ANNE)
  ;[wallMs, steadyMs] = [1_000_000_000, 0]
  lastActive.value = wallMs
  vi.spyOn(Date, 'now').mockImplementation(() => wallMs)
  vi.spyOn(performance, 'now').mockImplementation(() => steadyMs)
  await useAutoLockStore().start()
})
afterEach(() => vi.restoreAllMocks())

const MINUTE = 60_000

it.each([
  ['as it should', 6 * MINUTE, 6 * MINUTE, true],
  ['set back an hour', -54 * MINUTE, 6 * MINUTE, true],
  ['while the device sleeps', 6 * MINUTE, 1000, true],
  ['for a minute only', MINUTE, MINUTE, false],
])('locks after a while without a touch, the clock going %s', (_how, wall, steady, isLocked) => {
  wallMs += wall
  steadyMs += steady
  look()
  expect(usePeopleStore().isLocked).toBe(isLocked)
})

it('counts from the last touch, on both clocks', () => {
  steadyMs = 4 * MINUTE
  wallMs += 4 * MINUTE
  lastActive.value = wallMs
  steadyMs = 7 * MINUTE
  wallMs -= 60 * MINUTE
  look()
  expect(usePeopleStore().isLocked).toBe(false)
  steadyMs = 9 * MINUTE
  look()
  expect(usePeopleStore().isLocked).toBe(true)
})
