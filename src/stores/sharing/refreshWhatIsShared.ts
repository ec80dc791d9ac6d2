import { until } from '@vueuse/core'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { useAutoLockStore } from '@/stores/people/autoLock'
import { usePeopleStore } from '@/stores/people/people'
import { useRulesStore } from '@/stores/settings/rules'
import { useSettingsStore } from '@/stores/settings/settings'
import type { TillContext } from '@/till/context'
import { watchWhatIsShared } from '@/till/sharing/watchWhatIsShared'

/** Changes that come together are read together. */
const GATHER_MS = 100

/**
 * Reads settings, rules and team again after each write to them: the worker writes what other devices
 * of the shop changed. Returns a function that stops it.
 */
export function refreshWhatIsShared(context: TillContext): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = watchWhatIsShared(context, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void readAgain().catch(reportError), GATHER_MS)
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}

/** What is asked for and how it may be paid stays as it is while somebody pays. */
async function readAgain(): Promise<void> {
  const payment = usePaymentPhaseStore()
  await until(() => payment.isPaying).toBe(false)
  await Promise.all([
    useSettingsStore().refresh(),
    useRulesStore().start(),
    usePeopleStore().refresh(),
    useAutoLockStore().refresh(),
  ])
}
