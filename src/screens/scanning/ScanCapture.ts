import { defineComponent } from 'vue'
import { useScanCapture } from './useScanCapture'

/** Listens to scanners that type for as long as it is mounted; it shows nothing. */
export const ScanCapture = defineComponent(() => {
  useScanCapture()
  return () => null
})
