import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useContext } from '@/stores/useContext'
import type { SettingError } from '@/core/errors'
import type { IdlePicture, IdleShow } from '@/core/ticket/idleShow'
import { keepOwnersSetting, settingAct } from '@/till/settings/keepOwnersSetting'
import { readSetting } from '@/till/settings/settings'

/** What the customer's screen shows between two customers; read once a screen is there. */
export const useIdleShowStore = defineStore('idleShow', () => {
  const context = useContext()
  const people = usePeopleStore()
  const show = shallowRef<IdleShow | null>(null)
  const problem = shallowRef<SettingError | null>(null)

  async function load(): Promise<void> {
    const [{ soundPicture }, kept, words] = await Promise.all([
      import('@/core/ticket/idleShow'),
      readSetting(context, 'customerPicture'),
      readSetting(context, 'paperFoot'),
    ])
    show.value = { id: context.newId(), picture: soundPicture(kept), words: words ?? '' }
  }

  /** Keeps the picture in a file. True once it is kept; false without the right to, or a `problem`. */
  async function takePicture(file: Blob): Promise<boolean> {
    const { readIdlePicture } = await import('./readIdlePicture')
    const next = await readIdlePicture(file)
    problem.value = next ? null : { code: 'logo-unreadable' }
    return next !== null && savePicture(next)
  }

  /** Takes the picture away. True once it is gone; false without the right to. */
  const removePicture = (): Promise<boolean> => savePicture(null)

  async function savePicture(next: IdlePicture | null): Promise<boolean> {
    const act = settingAct('customerPicture')
    if (!(await people.approve(act, act.about))) return false
    await keepOwnersSetting(context, people.current, 'customerPicture', next)
    problem.value = null
    await load()
    return true
  }

  return { show, problem, load, takePicture, removePicture }
})
