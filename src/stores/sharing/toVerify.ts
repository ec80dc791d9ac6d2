import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useSharingStore } from './sharing'
import { useContext } from '@/stores/useContext'
import type { DoneTwice } from '@/core/sharing/claims/doneTwice'
import type { SoldTwice } from '@/core/sharing/claims/soldTwice'
import { readDoneTwice } from '@/till/sharing/claims/readDoneTwice'
import { readSoldTwice } from '@/till/sharing/claims/readSoldTwice'

/** What two tills of the shop did at once, for a person; none where this device is alone. */
export const useToVerifyStore = defineStore('toVerify', () => {
  const context = useContext()
  const sharing = useSharingStore()
  const soldTwice = shallowRef<readonly SoldTwice[]>([])
  const doneTwice = shallowRef<DoneTwice>({ refunded: [], paid: [] })
  const isAny = computed(
    () =>
      soldTwice.value.length + doneTwice.value.refunded.length + doneTwice.value.paid.length > 0,
  )
  let isWanted = false

  /** Reads it, now and after each exchange. */
  async function load(): Promise<void> {
    isWanted = true
    doneTwice.value = await readDoneTwice(context)
    soldTwice.value = await readSoldTwice(context)
  }

  watch(
    () => sharing.state,
    () => isWanted && load().catch(reportError),
  )

  return { soldTwice, doneTwice, isAny, load }
})
