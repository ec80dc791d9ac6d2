import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useTill } from '@/stores/useContext'
import { keepSetting, readSetting } from '@/till/settings/keepSettings'

/** Where the owner has the seals of closings sent. */
export const useOwnerEmailStore = defineStore('ownerEmail', () => {
  const till = useTill()
  const email = shallowRef('')

  async function load(): Promise<void> {
    email.value = (await readSetting(till, 'ownerEmail')) ?? ''
  }

  async function save(next: string): Promise<void> {
    await keepSetting(till, 'ownerEmail', next)
    email.value = next
  }

  return { email, load, save }
})
