import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useSettingsStore } from './settings'
import { useConnectionStore } from '@/stores/catalogue/connection'
import { useContext, useWorker } from '@/stores/useContext'
import type { ApprovalError, SettingError } from '@/core/errors'
import type { SellerV1 } from '@/core/journal/events/saleV1'
import { isIdentified } from '@/core/settings/seller'
import { isSellerNeeded } from '@/till/settings/changeSeller'

/** Who sells: asked for before the first real sale, and prefilled with what the shop tells. */
export const useIdentityStore = defineStore('identity', () => {
  const context = useContext()
  const worker = useWorker()
  const settings = useSettingsStore()
  const connection = useConnectionStore()
  const isAsked = shallowRef(false)
  const problem = shallowRef<SettingError | ApprovalError | null>(null)
  /** What the shop tells; null until it was asked, or when it did not answer. */
  const told = shallowRef<SellerV1 | null>(null)
  let answer: ((isGiven: boolean) => void) | undefined

  /** Whether a real ticket may be paid; asks for the identity first where it is missing. */
  async function mayPay(): Promise<boolean> {
    if (isIdentified(settings.seller)) return true
    return (await isSellerNeeded(context, settings.seller)) ? ask() : true
  }

  /** Shows the sheet; true once the identity is stored, false when the sheet was left. */
  function ask(): Promise<boolean> {
    end(false)
    problem.value = null
    isAsked.value = true
    return new Promise(resolve => (answer = resolve))
  }

  /** Stores the identity, which is a setting: whoever may not change one needs an approval. */
  async function save(seller: SellerV1): Promise<boolean> {
    problem.value = null
    const saved = await settings.saveSeller(seller)
    problem.value = saved.ok ? null : saved.error
    if (saved.ok) end(isIdentified(saved.value))
    return saved.ok
  }

  const leave = () => end(false)

  function end(isGiven: boolean): void {
    isAsked.value = false
    answer?.(isGiven)
    answer = undefined
  }

  /** Asks the shop who it is; without a network, or an answer, the owner types it. */
  async function readFromShop(): Promise<void> {
    if (!connection.connection || told.value) return
    const read = await worker.readShopIdentity({ ...connection.connection })
    if (read.ok) told.value = read.value
  }

  return { isAsked, problem, told, mayPay, ask, save, leave, readFromShop }
})
