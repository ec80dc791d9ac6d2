import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useConnectionStore } from './connection'
import { useSyncStore } from './sync'
import { useSettingsStore } from '@/stores/settings/settings'
import { parsePairing, parsePairingCode, type PairingLink } from '@/core/catalogue/pairing'
import type { ApprovalError, ShopError } from '@/core/errors'
import { hostOfPairing, pairShop } from '@/till/catalogue/pairShop'

/** A QR code of the shop's module, from the scan until the till is connected. */
export const usePairingStore = defineStore('pairing', () => {
  const connection = useConnectionStore()
  const settings = useSettingsStore()
  const sync = useSyncStore()
  const link = shallowRef<PairingLink | null>(null)
  const error = shallowRef<ShopError | ApprovalError | null>(null)
  const isConnecting = shallowRef(false)
  const host = computed(() => (link.value && hostOfPairing(link.value)) ?? '')
  /** Whether scanning another QR code is all that is left to do. */
  const isOver = computed(() => link.value === null)

  /** Takes what the QR code says; it is kept in memory alone. */
  function read(text: string): void {
    const parsed = parsePairing(text)
    link.value = parsed && hostOfPairing(parsed) !== undefined ? parsed : null
    error.value = link.value ? null : { code: 'pairing-unreadable' }
  }

  /** Connects the till with the code that was typed, and begins its first sync. */
  async function give(typed: string): Promise<boolean> {
    const code = parsePairingCode(typed)
    if (!link.value || code === undefined || isConnecting.value) return false
    isConnecting.value = true
    error.value = null
    try {
      const paired = await pairShop({ fetch: fetch.bind(globalThis) }, link.value, code)
      if (!paired.ok) {
        error.value = paired.error
        if (ENDS.includes(paired.error.code)) link.value = null
        return false
      }
      const saved = await connection.save(paired.value)
      if (!saved.ok) {
        error.value = saved.error
        return false
      }
    } finally {
      isConnecting.value = false
    }
    link.value = null
    settings.endFirstRun()
    sync.start().catch(reportError)
    return true
  }

  return { error, host, isConnecting, isOver, read, give }
})

/** After these the same QR code is of no more use. */
const ENDS: readonly ShopError['code'][] = ['pairing-over', 'pairing-unreadable']
