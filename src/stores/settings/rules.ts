import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useTill } from '@/stores/useContext'
import { USUAL_RULES, type CounterRules } from '@/core/settings/counterRules'
import type { TenderMeans } from '@/core/payment/tender'
import { changeRules, readRules } from '@/till/settings/changeRules'

/** What the owner decided of selling at the counter. */
export const useRulesStore = defineStore('rules', () => {
  const till = useTill()
  const people = usePeopleStore()
  const rules = shallowRef<CounterRules>(USUAL_RULES)
  const tenderMeans = computed(() => rules.value.tenderMeans.filter(means => means.isOn))

  async function start(): Promise<void> {
    rules.value = await readRules(till)
  }

  async function change(wanted: Partial<CounterRules>): Promise<void> {
    rules.value = await changeRules(till, people.current, wanted)
  }

  /** A means of the shop's own, to be named. */
  function newMeans(): TenderMeans {
    return { meansId: till.newId(), kind: 'other', name: '', account: '', isOn: true }
  }

  return { rules, tenderMeans, start, change, newMeans }
})
