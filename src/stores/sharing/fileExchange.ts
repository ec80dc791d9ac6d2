import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { openedDevices } from './openedDevices'
import { useContext, useWorker } from '@/stores/useContext'
import type { SharingError } from '@/core/sharing/sharingError'
import type { FileOutcome } from '@/till/sharing/beside/exchangeFile'

/** A file of sealed blocks that goes from one device to another, by any way a file can go. */
export const useFileExchangeStore = defineStore('fileExchange', () => {
  const context = useContext()
  const worker = useWorker()
  const isBusy = shallowRef(false)
  const error = shallowRef<SharingError | null>(null)
  /** What a file that was read came to; null before one was. */
  const outcome = shallowRef<FileOutcome | null>(null)
  /** The file to pass on; null where there is none. */
  const file = shallowRef<File | null>(null)

  /** Makes a file of what this device has. */
  const make = () => exchange(undefined)
  /** Takes from a file what is lacked here; what that lacks is in the file to be given back. */
  const read = (given: File) => exchange(given)

  async function exchange(given: File | undefined): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    forget()
    try {
      const devices = await openedDevices(worker)
      const done = await devices.exchangeFile(given)
      if (!done.ok) {
        error.value = done.error
        return
      }
      const made = done.value.file
      outcome.value = given || done.value.why ? done.value : null
      file.value = made && new File([made], nameOf(context.now().at), { type: made.type })
    } finally {
      isBusy.value = false
    }
  }

  function forget(): void {
    error.value = null
    outcome.value = null
    file.value = null
  }

  return { isBusy, error, outcome, file, make, read, forget }
})

/** `comptoir-echanges-2026-11-29-2130.comptoir`, by the device's own clock. */
function nameOf(at: string): string {
  const [day = '', time = ''] = at.split('T')
  return `comptoir-echanges-${day}-${time.slice(0, 5).replace(':', '')}.comptoir`
}
