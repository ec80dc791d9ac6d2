import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePeopleStore } from '@/stores/people/people'
import { useContext } from '@/stores/useContext'
import { USUAL_RULES, type CounterRules } from '@/core/settings/counterRules'
import type { PaymentMethod } from '@/core/payment/tender'
import { changeRules, readRules } from '@/till/settings/changeRules'

/** The owner's rules for selling at the counter. */
export const useRulesStore = defineStore('rules', () => {
  const context = useContext()
  const people = usePeopleStore()
  const rules = shallowRef<CounterRules>(USUAL_RULES)
  const tenderMeans = computed(() => rules.value.tenderMeans.filter(method => method.isOn))

  async function start(): Promise<void> {
    rules.value = await readRules(context)
  }

  async function change(wanted: Partial<CounterRules>): Promise<void> {
    rules.value = await changeRules(context, people.current, wanted)
  }

  /** A new payment method of the shop's own, still to be named. */
  function newMethod(): PaymentMethod {
    return { meansId: context.newId(), kind: 'other', name: '', account: '', isOn: true }
  }

  return { rules, tenderMeans, start, change, newMethod }
})
