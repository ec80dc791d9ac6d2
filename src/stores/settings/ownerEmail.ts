import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import { usePeopleStore } from '@/stores/people/people'
import { keepOwnersSetting, settingAct } from '@/till/settings/keepOwnersSetting'
import { readSetting } from '@/till/settings/settings'

/** Address to which the owner has the seals of closings sent. */
export const useOwnerEmailStore = defineStore('ownerEmail', () => {
  const context = useContext()
  const people = usePeopleStore()
  const email = shallowRef('')

  async function load(): Promise<void> {
    email.value = (await readSetting(context, 'ownerEmail')) ?? ''
  }

  async function save(next: string): Promise<void> {
    const act = settingAct('ownerEmail')
    if (!(await people.approve(act, act.about))) return
    await keepOwnersSetting(context, people.current, 'ownerEmail', next)
    email.value = next
  }

  return { email, load, save }
})
