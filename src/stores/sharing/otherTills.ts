import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useSharingStore } from './sharing'
import { useContext } from '@/stores/useContext'
import { referenceKey } from '@/core/journal/entryReference'
import type { OtherTill } from '@/core/sharing/otherTills'
import { isSharing } from '@/till/sharing/isSharing'

/** The shop's other tills, whose journals are here as copies; none where this device is alone. */
export const useOtherTillsStore = defineStore('otherTills', () => {
  const context = useContext()
  const sharing = useSharingStore()
  const tills = shallowRef<readonly OtherTill[]>([])
  /** Changes when entries of another till came: what was read of them is to be read again. */
  const knownUpTo = computed(() =>
    tills.value.map(({ device, upTo }) => `${device} ${referenceKey(upTo)}`).join(),
  )
  let isWanted = false

  /** Reads how far they are known, now and after each exchange. */
  async function load(): Promise<void> {
    if (!(await isSharing(context))) return
    isWanted = true
    const { listOtherTills } = await import('@/till/sharing/copies/listOtherTills')
    tills.value = await listOtherTills(context)
  }

  watch(
    () => sharing.state,
    () => isWanted && load().catch(reportError),
  )

  return { tills, knownUpTo, load }
})
