import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useOtherTillsStore } from './otherTills'
import { useContext } from '@/stores/useContext'
import {
  readCashDifferences,
  type DrawerDifference,
} from '@/till/sharing/copies/readCashDifferences'

/** What the other tills' drawers lacked in the last days; none where this device is alone. */
export const useCashDifferencesStore = defineStore('cashDifferences', () => {
  const context = useContext()
  const others = useOtherTillsStore()
  const differences = shallowRef<readonly DrawerDifference[]>([])
  let isWanted = false

  /** Reads them, now and after more came of another till. */
  async function load(): Promise<void> {
    isWanted = true
    differences.value = await readCashDifferences(context)
  }

  watch(
    () => others.knownUpTo,
    () => isWanted && load().catch(reportError),
  )

  return { differences, load }
})
