import { useIdle, useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useDrawerStore } from '@/stores/closing/drawer'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { usePeopleStore } from './people'
import { useContext } from '@/stores/useContext'
import { keepOwnersSetting, settingAct } from '@/till/settings/keepOwnersSetting'
import { readSetting } from '@/till/settings/settings'

const LOOK_EVERY_MS = 5_000

/**
 * Asks who serves again after a while without a touch; never while an amount is asked for or cash
 * is counted.
 */
export const useAutoLockStore = defineStore('autoLock', () => {
  const context = useContext()
  const people = usePeopleStore()
  const payment = usePaymentPhaseStore()
  const drawer = useDrawerStore()
  /** Minutes without a touch; 0 for never. */
  const afterMinutes = shallowRef(0)

  /** Reads it again: another device of the shop may have changed it. */
  async function refresh(): Promise<void> {
    afterMinutes.value = (await readSetting(context, 'lockAfterMinutes')) ?? 0
  }

  async function start(): Promise<void> {
    await refresh()
    // The clock that nobody can set runs on when the device's is set back; while the device sleeps
    // it stops on many, and the other one runs on.
    const { lastActive } = useIdle()
    let activeSteadyMs = performance.now()
    watch(lastActive, () => (activeSteadyMs = performance.now()), { flush: 'sync' })
    useIntervalFn(() => {
      const isBusy = payment.isPaying || drawer.isCounting
      const idleMs = Math.max(Date.now() - lastActive.value, performance.now() - activeSteadyMs)
      const isDue = afterMinutes.value > 0 && idleMs >= afterMinutes.value * 60_000
      if (isDue && !isBusy && !people.isLocked) people.lock()
    }, LOOK_EVERY_MS)
  }

  async function save(minutes: number): Promise<void> {
    const act = settingAct('lockAfterMinutes')
    if (!(await people.approve(act, act.about))) return
    await keepOwnersSetting(context, people.current, 'lockAfterMinutes', minutes)
    afterMinutes.value = minutes
  }

  return { afterMinutes, start, refresh, save }
})
