import { useIdle, useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useDrawerStore } from '@/stores/closing/drawer'
import { usePaymentStore } from '@/stores/payment/payment'
import { usePeopleStore } from './people'
import { useTill } from '@/stores/useContext'
import { keepSetting, readSetting } from '@/till/settings/keepSettings'

const LOOK_EVERY_MS = 5_000

/** Asks who serves again after a while without a touch; never while an amount is asked or counted. */
export const useAutoLockStore = defineStore('autoLock', () => {
  const till = useTill()
  const people = usePeopleStore()
  const payment = usePaymentStore()
  const drawer = useDrawerStore()
  /** Minutes without a touch; 0 for never. */
  const afterMinutes = shallowRef(0)

  async function start(): Promise<void> {
    afterMinutes.value = (await readSetting(till, 'lockAfterMinutes')) ?? 0
    const { lastActive } = useIdle()
    useIntervalFn(() => {
      const isBusy = payment.isTendering || payment.isPaying || drawer.isCounting
      const idleMs = Date.now() - lastActive.value
      const isDue = afterMinutes.value > 0 && idleMs >= afterMinutes.value * 60_000
      if (isDue && !isBusy && !people.isLocked) people.lock()
    }, LOOK_EVERY_MS)
  }

  async function save(minutes: number): Promise<void> {
    await keepSetting(till, 'lockAfterMinutes', minutes)
    afterMinutes.value = minutes
  }

  return { afterMinutes, start, save }
})
