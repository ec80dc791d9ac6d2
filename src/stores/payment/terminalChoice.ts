import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCardTerminalStore } from './cardTerminal'
import { usePeopleStore } from '@/stores/people/people'
import { useCounterAgentStore } from '@/stores/settings/counterAgent'
import { useContext } from '@/stores/useContext'
import type { ChosenTerminal } from '@/core/payment/terminal/attempt'
import { terminalServer } from '@/till/payment/terminal/terminalServer'
import { keepOwnersSetting, settingAct } from '@/till/settings/keepOwnersSetting'

/** Which of the server's card terminals this device asks. */
export const useTerminalChoiceStore = defineStore('terminalChoice', () => {
  const context = useContext()
  const people = usePeopleStore()
  const terminal = useCardTerminalStore()
  const counterAgent = useCounterAgentStore()
  const listed = shallowRef<ChosenTerminal[] | null>(null)
  const isSaving = shallowRef(false)
  const chosen = computed(() => terminal.chosen)

  /** Asks the server for its terminals; null where it has none, or is not there. */
  async function look(): Promise<void> {
    listed.value = await terminalServer(counterAgent.read).list()
  }

  async function choose(next: ChosenTerminal | null): Promise<void> {
    isSaving.value = true
    try {
      const act = settingAct('cardTerminal')
      if (!(await people.approve(act, act.about))) return
      const { terminalId = '', name = '', wantsSlip = false } = next ?? {}
      const kept = next && { terminalId, name, ...(wantsSlip ? { wantsSlip } : {}) }
      await keepOwnersSetting(context, people.current, 'cardTerminal', kept)
      terminal.become(kept)
    } finally {
      isSaving.value = false
    }
  }

  return { listed, chosen, isSaving, look, choose }
})
