import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCardTerminalStore } from './cardTerminal'
import { usePeopleStore } from '@/stores/people/people'
import { useCounterAgentStore } from '@/stores/settings/counterAgent'
import { useContext } from '@/stores/useContext'
import { asksForSlip, type ChosenTerminal } from '@/core/payment/terminal/attempt'
import type { Reach } from '@/core/payment/terminal/outcome'
import { reachTerminal } from '@/till/payment/terminal/reachTerminal'
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
  /** What the last look at the chosen terminal's port told; null until there was one. */
  const reach = shallowRef<Reach | 'no-answer' | null>(null)
  const chosen = computed(() => terminal.chosen)
  /** Whether the chosen terminal gives card slips to the till, as its server says now. */
  const hasSlip = computed(() => {
    const { terminalId } = terminal.chosen ?? {}
    return listed.value?.find(one => one.terminalId === terminalId)?.hasSlip === true
  })
  const wantsSlip = computed(() => terminal.chosen !== null && asksForSlip(terminal.chosen))

  /** Asks the server for its terminals; null where it has none, or is not there. */
  async function look(): Promise<void> {
    listed.value = await terminalServer(counterAgent.read).list()
  }

  /** Looks whether something answers at the chosen terminal's port. */
  async function tryPort(): Promise<void> {
    const { terminalId } = terminal.chosen ?? {}
    reach.value = null
    if (terminalId !== undefined) {
      reach.value = await reachTerminal(await counterAgent.read(), terminalId)
    }
  }

  async function choose(next: ChosenTerminal | null): Promise<void> {
    isSaving.value = true
    try {
      const act = settingAct('cardTerminal')
      if (!(await people.approve(act, act.about))) return
      const kept = next && keptOf(next)
      await keepOwnersSetting(context, people.current, 'cardTerminal', kept)
      terminal.become(kept)
      reach.value = null
    } finally {
      isSaving.value = false
    }
  }

  /** Whether the till prints the card slips of the chosen terminal, where that one gives them. */
  async function wantSlip(isOn: boolean): Promise<void> {
    if (terminal.chosen && hasSlip.value) {
      await choose({ ...terminal.chosen, hasSlip: true, wantsSlip: isOn })
    }
  }

  return { listed, chosen, hasSlip, wantsSlip, isSaving, reach, look, tryPort, choose, wantSlip }
})

function keptOf(next: ChosenTerminal): ChosenTerminal {
  const { terminalId, name, hasSlip } = next
  const slip = hasSlip ? { hasSlip, ...(asksForSlip(next) ? { wantsSlip: true } : {}) } : {}
  return { terminalId, name, ...slip }
}
