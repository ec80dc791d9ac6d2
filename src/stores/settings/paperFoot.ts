import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useContext } from '@/stores/useContext'
import { settingAct } from '@/till/settings/keepOwnersSetting'
import { keepPaperFoot } from '@/till/settings/paperFoot'
import { readSetting } from '@/till/settings/settings'

/** What the shop says below its papers; read where a paper is shown or printed. */
export const usePaperFootStore = defineStore('paperFoot', () => {
  const context = useContext()
  const people = usePeopleStore()
  const foot = shallowRef('')

  async function load(): Promise<void> {
    foot.value = (await readSetting(context, 'paperFoot')) ?? ''
  }

  /** Keeps what was typed. True once it is kept; false without the right to. */
  async function save(typed: string): Promise<boolean> {
    const act = settingAct('paperFoot')
    if (!(await people.approve(act, act.about))) return false
    foot.value = await keepPaperFoot(context, people.current, typed)
    return true
  }

  return { foot, load, save }
})
