import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { answerFor, carryOn, sealWanted, type AttemptPage } from './attemptActs'
import { useCardTerminalStore, type TerminalWanted } from './cardTerminal'
import { useAttemptShown } from './useAttemptShown'
import { useTerminalTaking } from './useTerminalTaking'
import { usePeopleStore } from '@/stores/people/people'
import { useCounterAgentStore } from '@/stores/settings/counterAgent'
import { useContext } from '@/stores/useContext'
import { asksForSlip, type CardAttempt } from '@/core/payment/terminal/attempt'
import type { SealedEnd } from '@/till/payment/terminal/sealAttempt'
import { terminalServer } from '@/till/payment/terminal/terminalServer'
import { readSetting } from '@/till/settings/settings'

/** Card payments that a terminal is asked for: one at a time, sealed before and after. */
export const useCardAttemptStore = defineStore('cardAttempt', () => {
  const context = useContext()
  const terminal = useCardTerminalStore()
  const people = usePeopleStore()
  const taking = useTerminalTaking()
  const server = terminalServer(useCounterAgentStore().read)
  const acts: AttemptPage = { context, user: () => people.current, server, taking }

  const { state, become, fail, leaveEnded } = useAttemptShown()
  const { attempt, shown, end, isAnswering, isBusy } = state
  /** What was asked last, to ask it again once it was refused. */
  const asked = shallowRef<TerminalWanted | null>(null)
  /** Whether its payment is still entered here: it may be asked again. */
  const mayAskAgain = computed(() => asked.value !== null && taking.isAsked(asked.value.debt))
  /** Counts what is followed: what was followed before is over. */
  let run = 0

  const readOpen = async () => (await readSetting(context, 'cardAttempt')) ?? null

  /** Takes up what is to be asked, or what an opening of the till before left. */
  async function takeUp(): Promise<void> {
    const wanted = terminal.takeWanted()
    if (wanted) return ask(wanted)
    if (shown.value === 'none') await findOpen()
  }

  /** Goes on with the attempt that is open on disk, where there is one. */
  async function findOpen(): Promise<void> {
    attempt.value = await readOpen()
    if (attempt.value) await resume()
    else leaveEnded()
  }

  /** Asks the terminal for an amount of the ticket or debt; what did not end is shown first. */
  async function ask(wanted: TerminalWanted): Promise<void> {
    const { chosen } = terminal
    // It was left before this part of the till had come.
    if (!taking.isAsked(wanted.debt)) return attempt.value ? undefined : leaveEnded()
    terminal.show()
    if (!chosen || isBusy.value || attempt.value) return
    asked.value = wanted
    become('asking')
    const sealed = await sealWanted(acts, chosen, wanted)
    attempt.value = sealed.ok ? sealed.value : await readOpen()
    if (sealed.ok) await carry(sealed.value, true)
    else if (attempt.value) await resume()
    else fail(sealed.error)
  }

  /** Goes on with the attempt that did not end. */
  async function resume(): Promise<void> {
    const { value } = attempt
    if (!value) return
    // What only a person can say, no server tells any more.
    if (value.doubt) become('unclear')
    else await carry(value, false)
  }

  async function carry(of: CardAttempt, isNew: boolean): Promise<void> {
    const mine = ++run
    become('waiting')
    const carried = await carryOn(
      acts,
      { attempt: of, isNew },
      {
        tell: state => (shown.value = state === 'waiting' ? 'waiting' : 'silent'),
        isOver: () => mine !== run,
      },
    )
    // What was sealed is shown, whatever a person pressed meanwhile: the disk has it.
    if (carried.ok && carried.value.state === 'ended') await showEnd(carried.value.end)
    else if (mine !== run) return
    else if (!carried.ok) fail(carried.error)
    else if (carried.value.state === 'doubted') {
      attempt.value = carried.value.attempt
      become('unclear')
    } else leaveEnded()
  }

  async function showEnd(sealed: SealedEnd): Promise<void> {
    attempt.value = null
    end.value = sealed
    become('ended')
    noteSlip(sealed)
    if (!(await taking.take(sealed))) return
    leaveEnded()
    await taking.pay(sealed.attempt)
  }

  /** The slip of what the terminal accepted is on its server, where it was asked for. */
  function noteSlip({ attempt: of, outcome }: SealedEnd): void {
    if (asksForSlip(of.terminal) && outcome.state === 'accepted') terminal.noteSlip(of)
  }

  /** A person read on the terminal how it ended: an amount, or null for nothing. */
  async function answer(acceptedCents: number | null): Promise<void> {
    const { value } = attempt
    if (!value || isAnswering.value) return
    isAnswering.value = true
    run += 1
    try {
      const answered = await answerFor(acts, value, acceptedCents)
      if (!answered.ok) fail(answered.error)
      else if (answered.value.state === 'ended') await showEnd(answered.value.end)
      // The card may still be presented: its end is waited for again.
      else if (answered.value.state === 'waiting') void carry(value, false)
      // It ended otherwise meanwhile; how is shown where this page knows it.
      else if (shown.value !== 'ended') await findOpen()
    } finally {
      isAnswering.value = false
    }
  }

  /** Asks the same again once it was refused, or goes on with what did not end. */
  async function again(): Promise<void> {
    if (attempt.value) await resume()
    else if (asked.value) await ask(asked.value)
  }

  /** Cards of this payment are taken by hand from now on; never while one may be debited still. */
  function takeByHand(): void {
    if (attempt.value || !mayAskAgain.value) return
    terminal.bypass()
    leaveEnded()
  }

  /**
   * Closes the sheet; what is awaited or to be checked stays told on every screen. Whoever leaves while
   * the terminal waits for the card leaves the payment, too.
   */
  function putAside(): void {
    if (shown.value === 'asking') return
    if (shown.value === 'waiting' && attempt.value) taking.leave(attempt.value)
    if (attempt.value) terminal.hide()
    else leaveEnded()
  }

  return { ...state, mayAskAgain, takeUp, answer, again, takeByHand, putAside }
})
