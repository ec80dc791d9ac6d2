import { defineStore } from 'pinia'
import { useCounterAgentStore } from '@/stores/settings/counterAgent'
import type { CardAttempt } from '@/core/payment/terminal/attempt'
import { terminalServer } from '@/till/payment/terminal/terminalServer'

/** Slips of card payments, which the till's server keeps in its memory for a while. */
export const useCardSlipStore = defineStore('cardSlip', () => {
  const server = terminalServer(useCounterAgentStore().read)

  /** Lines of the slips of attempts, one after the other; null where there is none any more. */
  async function read(attempts: readonly CardAttempt[]): Promise<string[][] | null> {
    const slips = await Promise.all(attempts.map(server.slipOf))
    const found = slips.flatMap(slip => (slip ? [[...slip]] : []))
    return found.length > 0 ? found : null
  }

  return { read }
})
