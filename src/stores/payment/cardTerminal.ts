import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { usePaymentPhaseStore } from './phase'
import { useContext } from '@/stores/useContext'
import type { EntryReference } from '@/core/journal/entryReference'
import type { CardAttempt, ChosenTerminal } from '@/core/payment/terminal/attempt'
import type { PaymentMethod } from '@/core/payment/tender'
import { isTraining } from '@/till/journal/stampEvent'
import { readSetting } from '@/till/settings/settings'

/** The sale whose debt is paid. */
export interface DebtWanted extends EntryReference {
  /** Its event id. */
  saleId: string
}

/** A card payment to ask the terminal for: cents, below zero where money is given back. */
export interface TerminalWanted {
  /** Absent where it is for the ticket on the counter. */
  debt?: DebtWanted
  amountCents: number
  method: PaymentMethod
}

const MOST_SLIPS = 20

/**
 * Whether card payments are asked of a terminal on this device. It is all that a device without one
 * loads: asking is in `cardAttempt`, which is loaded once there is something to ask or to check.
 */
export const useCardTerminalStore = defineStore('cardTerminal', () => {
  const context = useContext()
  const phase = usePaymentPhaseStore()
  /** Training never asks a terminal for money. */
  const mayAsk = !isTraining(context)
  const chosen = shallowRef<ChosenTerminal | null>(null)
  /** There is something to ask, to wait for or to check. */
  const isActive = shallowRef(false)
  const wanted = shallowRef<TerminalWanted | null>(null)
  /** The sheet about it is open. */
  const isShown = shallowRef(false)
  /** Accepted in this opening of the till, with a slip to print: by ticket, or by sale of a debt. */
  const slipped = shallowRef<readonly CardAttempt[]>([])
  /** Cards of the payment under way are taken on the terminal by itself, and noted by hand. */
  const isBypassed = shallowRef(false)
  const isChosen = computed(() => mayAsk && chosen.value !== null)
  const isOn = computed(() => isChosen.value && !isBypassed.value)

  watch(
    () => phase.isPaying,
    isPaying => isPaying || (isBypassed.value = false),
    { flush: 'sync' },
  )

  let reading: Promise<void> | undefined

  /**
   * Resolves once it is known whether cards are asked of a terminal: no payment begins before. Where
   * that cannot be read, they are noted by hand, and the next payment reads it again.
   */
  function ready(): Promise<void> {
    reading ??= read().catch((error: unknown) => {
      reading = undefined
      reportError(error)
    })
    return reading
  }

  async function read(): Promise<void> {
    if (!mayAsk) return
    chosen.value = (await readSetting(context, 'cardTerminal')) ?? null
    const attempt = await readSetting(context, 'cardAttempt')
    if (attempt) isActive.value = true
  }

  function become(terminal: ChosenTerminal | null): void {
    chosen.value = terminal
  }

  function ask(what: TerminalWanted): void {
    wanted.value = what
    isActive.value = true
  }

  /** What is to be asked, given once. */
  function takeWanted(): TerminalWanted | null {
    const what = wanted.value
    wanted.value = null
    return what
  }

  /** Its slip may be asked for. */
  function noteSlip(attempt: CardAttempt): void {
    slipped.value = [...slipped.value.slice(1 - MOST_SLIPS), attempt]
  }

  function bypass(): void {
    isBypassed.value = true
  }

  function show(): void {
    isActive.value = true
    isShown.value = true
  }

  /** Closes the sheet; what it was about is not over. */
  function hide(): void {
    isShown.value = false
  }

  /** Nothing is left to show. */
  function rest(): void {
    isShown.value = false
    isActive.value = false
  }

  return {
    chosen,
    isActive,
    isShown,
    isChosen,
    isOn,
    wanted,
    slipped,
    noteSlip,
    ready,
    become,
    ask,
    takeWanted,
    bypass,
    show,
    hide,
    rest,
  }
})
