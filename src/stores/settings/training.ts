import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { usePeopleStore } from '@/stores/people/people'
import { openPageAgain } from '@/stores/openPageAgain'
import { useContext } from '@/stores/useContext'
import { isAboutMode } from '@/till/settings/chooseSpace'
import { switchTraining } from '@/till/settings/switchTraining'

/** Training mode of the shop's own till: its sales never count as takings. */
export const useTrainingStore = defineStore('training', () => {
  const context = useContext()
  const people = usePeopleStore()

  /** Turns training on or off, once someone with the permission approves; the page then reloads. */
  async function change(isOn: boolean): Promise<void> {
    const approver = await people.approve({ permission: 'training' }, { on: isOn })
    if (!approver) return
    await switchTraining(context, people.current, localStorage, isOn)
    // A copy of this tab is still in the other mode: it knows nobody any more.
    if (people.serving) people.serve(people.serving)
    location.hash = '#/sell'
    openPageAgain()
  }

  /** Reloads this page when another tab turned training on or off. */
  function start(): void {
    useEventListener(window, 'storage', ({ key }) => {
      if (key !== null && isAboutMode(key)) openPageAgain()
    })
  }

  return { isOn: context.isTraining, start, change }
})
