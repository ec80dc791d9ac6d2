import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useSharingStore } from './sharing'
import { useContext } from '@/stores/useContext'
import type { SoldTwice } from '@/core/sharing/claims/soldTwice'
import { readSoldTwice } from '@/till/sharing/claims/readSoldTwice'

/** What two tills of the shop did at once, for a person; none where this device is alone. */
export const useToVerifyStore = defineStore('toVerify', () => {
  const context = useContext()
  const sharing = useSharingStore()
  const soldTwice = shallowRef<readonly SoldTwice[]>([])
  let isWanted = false

  /** Reads it, now and after each exchange. */
  async function load(): Promise<void> {
    isWanted = true
    soldTwice.value = await readSoldTwice(context)
  }

  watch(
    () => sharing.state,
    () => isWanted && load().catch(reportError),
  )

  return { soldTwice, load }
})
