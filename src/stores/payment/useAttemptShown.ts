import { computed, shallowRef } from 'vue'
import { useCardTerminalStore } from './cardTerminal'
import type { SellingError } from '@/core/errors'
import type { CardAttempt } from '@/core/payment/terminal/attempt'
import type { SealedEnd } from '@/till/payment/terminal/sealAttempt'

/**
 * What the screen shows of an attempt: `asking`, it is being sealed and sent; `waiting` for the card;
 * `silent`, the server does not answer; `unclear`, a person must look; `ended`; `failed`, `problem`
 * says why.
 */
export type AttemptShown = 'none' | 'asking' | 'waiting' | 'silent' | 'unclear' | 'ended' | 'failed'

/** The attempt of this page, and what its sheet shows. */
export function useAttemptShown() {
  const terminal = useCardTerminalStore()
  const attempt = shallowRef<CardAttempt | null>(null)
  const shown = shallowRef<AttemptShown>('none')
  const end = shallowRef<SealedEnd | null>(null)
  const problem = shallowRef<SellingError | null>(null)
  const isAnswering = shallowRef(false)
  const isBusy = computed(() => shown.value === 'asking' || shown.value === 'waiting')

  /** Opens the sheet, too. */
  function become(next: AttemptShown, error: SellingError | null = null): void {
    problem.value = error
    shown.value = next
    terminal.show()
  }

  const fail = (error: SellingError) => become('failed', error)

  /** Nothing is left to show. */
  function leaveEnded(): void {
    attempt.value = null
    shown.value = 'none'
    terminal.rest()
  }

  const state = { attempt, shown, end, problem, isAnswering, isBusy }
  return { state, become, fail, leaveEnded }
}
