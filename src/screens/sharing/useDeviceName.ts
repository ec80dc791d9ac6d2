import { shallowRef, type ShallowRef } from 'vue'
import { useMessages } from '@/messages/useMessages'

const NARROW_PX = 640

/** The name of this device, to be typed over: what it looks like. */
export function useDeviceName(): ShallowRef<string> {
  const { t } = useMessages()
  return shallowRef(t(window.innerWidth < NARROW_PX ? 'devices.phone' : 'devices.counter'))
}
