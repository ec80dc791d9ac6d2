import { computed, onMounted, shallowRef } from 'vue'
import { useDevicesStore } from '@/stores/sharing/devices'

/** The address of the shop's server of mailboxes: the one beside this page, or the one typed. */
export function useMailboxAddress() {
  const devices = useDevicesStore()
  const typedAddress = shallowRef('')
  const isLooked = shallowRef(false)
  const address = computed(() => devices.server ?? typedAddress.value.trim())

  onMounted(async () => {
    await devices.findServer()
    isLooked.value = true
  })
  return {
    address,
    typedAddress,
    /** None is beside the page. */
    isAsked: computed(() => isLooked.value && devices.server === null),
  }
}
