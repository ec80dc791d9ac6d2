import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useContext } from '@/stores/useContext'
import type { SettingError } from '@/core/errors'
import { logoPicture, type KeptLogo } from '@/core/printing/logo'
import { settingAct } from '@/till/settings/keepOwnersSetting'
import { keepPaperFoot, keepPaperLogo } from '@/till/settings/shopPaper'
import { readSetting } from '@/till/settings/settings'

/** What is the shop's own on its papers: its picture and its foot; read where a paper is shown or printed. */
export const useShopPaperStore = defineStore('shopPaper', () => {
  const context = useContext()
  const people = usePeopleStore()
  const foot = shallowRef('')
  const kept = shallowRef<KeptLogo | null>(null)

  const logoProblem = shallowRef<SettingError | null>(null)

  /** The shop's picture; null where it has none. */
  const logo = computed(() => kept.value && logoPicture(kept.value))

  async function load(): Promise<void> {
    const [text, picture] = await Promise.all([
      readSetting(context, 'paperFoot'),
      readSetting(context, 'paperLogo'),
    ])
    foot.value = text ?? ''
    kept.value = picture ?? null
  }

  /** Keeps what was typed. True once it is kept; false without the right to. */
  async function saveFoot(typed: string): Promise<boolean> {
    const act = settingAct('paperFoot')
    if (!(await people.approve(act, act.about))) return false
    foot.value = await keepPaperFoot(context, people.current, typed)
    return true
  }

  /** Keeps the picture in a file. True once it is kept; false without the right to, or a `problem`. */
  async function takeLogo(file: Blob): Promise<boolean> {
    const { readLogo } = await import('@/printing/readLogo')
    const next = await readLogo(file)
    logoProblem.value = next ? null : { code: 'logo-unreadable' }
    return next !== null && saveLogo(next)
  }

  /** Takes the picture away. True once it is gone; false without the right to. */
  const removeLogo = (): Promise<boolean> => saveLogo(null)

  async function saveLogo(next: KeptLogo | null): Promise<boolean> {
    const act = settingAct('paperLogo')
    if (!(await people.approve(act, act.about))) return false
    await keepPaperLogo(context, people.current, next)
    logoProblem.value = null
    kept.value = next
    return true
  }

  return { foot, logo, logoProblem, load, saveFoot, takeLogo, removeLogo }
})
