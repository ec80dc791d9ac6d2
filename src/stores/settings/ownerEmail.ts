import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import { keepSetting, readSetting } from '@/till/settings/settings'

/** Address to which the owner has the seals of closings sent. */
export const useOwnerEmailStore = defineStore('ownerEmail', () => {
  const context = useContext()
  const email = shallowRef('')

  async function load(): Promise<void> {
    email.value = (await readSetting(context, 'ownerEmail')) ?? ''
  }

  async function save(next: string): Promise<void> {
    await keepSetting(context, 'ownerEmail', next)
    email.value = next
  }

  return { email, load, save }
})
