import { defineStore } from 'pinia'
import { usePeopleStore } from '@/stores/people/people'
import { useContext } from '@/stores/useContext'
import { switchTraining } from '@/till/settings/switchTraining'

/** Lessons at the shop's own till: what is sold in one never counts. */
export const useTrainingStore = defineStore('training', () => {
  const context = useContext()
  const people = usePeopleStore()

  /** Begins or ends a lesson, when someone who may allows it; the page loads again in it. */
  async function change(isOn: boolean): Promise<void> {
    const approver = await people.approve('training', { on: isOn })
    if (!approver) return
    await switchTraining(context, people.current, localStorage, isOn)
    location.hash = '#/sell'
    location.reload()
  }

  return { isOn: context.isTraining, change }
})
