import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { carryOn, endByPerson, sealWanted, type AttemptPage } from './attemptActs'
import { useCardTerminalStore, type TerminalWanted } from './cardTerminal'
import { useTerminalTaking } from './useTerminalTaking'
import { usePeopleStore } from '@/stores/people/people'
import { useCounterAgentStore } from '@/stores/settings/counterAgent'
import { useContext } from '@/stores/useContext'
import type { SellingError } from '@/core/errors'
import type { CardAttempt } from '@/core/payment/terminal/attempt'
import type { SealedEnd } from '@/till/payment/terminal/sealAttempt'
import { terminalServer } from '@/till/payment/terminal/terminalServer'
import { readSetting } from '@/till/settings/settings'

/**
 * What the screen shows of an attempt: `asking`, it is being sealed and sent; `waiting` for the card;
 * `silent`, the server does not answer; `unclear`, a person must look; `ended`; `failed`, `problem`
 * says why.
 */
export type AttemptShown = 'none' | 'asking' | 'waiting' | 'silent' | 'unclear' | 'ended' | 'failed'

/** Card payments that a terminal is asked for: one at a time, sealed before and after. */
export const useCardAttemptStore = defineStore('cardAttempt', () => {
  const context = useContext()
  const terminal = useCardTerminalStore()
  const people = usePeopleStore()
  const taking = useTerminalTaking()
  const server = terminalServer((...request) => fetch(...request), useCounterAgentStore().read)
  const acts: AttemptPage = { context, user: () => people.current, server, taking }

  const attempt = shallowRef<CardAttempt | null>(null)
  const shown = shallowRef<AttemptShown>('none')
  const end = shallowRef<SealedEnd | null>(null)
  const problem = shallowRef<SellingError | null>(null)
  const isAnswering = shallowRef(false)
  const isBusy = computed(() => shown.value === 'asking' || shown.value === 'waiting')
  /** What was asked last, to ask it again once it was refused. */
  let asked: TerminalWanted | null = null
  /** Counts what is followed: what was followed before is over. */
  let run = 0

  const readOpen = async () => (await readSetting(context, 'cardAttempt')) ?? null

  /** Takes up what is to be asked, or what an opening of the till before left. */
  async function takeUp(): Promise<void> {
    const wanted = terminal.takeWanted()
    if (wanted) return ask(wanted)
    if (shown.value !== 'none') return
    attempt.value = await readOpen()
    if (attempt.value) await resume()
    else terminal.rest()
  }

  /** Asks the terminal for an amount of the ticket on the counter; what did not end is shown first. */
  async function ask(wanted: TerminalWanted): Promise<void> {
    const { chosen } = terminal
    // It was left before this part of the till had come.
    if (!taking.isAsked()) return attempt.value ? undefined : terminal.rest()
    terminal.show()
    if (!chosen || isBusy.value || attempt.value) return
    asked = wanted
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
    const about = { attempt: of, isNew }
    const carried = await carryOn(acts, about, {
      tell: state => (shown.value = state === 'waiting' ? 'waiting' : 'silent'),
      isOver: () => mine !== run,
    })
    // What was sealed is shown, whatever a person pressed meanwhile: the ticket on disk has it.
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
    if (!taking.take(sealed)) return
    leaveEnded()
    await taking.pay()
  }

  /** A person read on the terminal how it ended: an amount, or null for nothing. */
  async function answer(acceptedCents: number | null): Promise<void> {
    const { value } = attempt
    if (!value || isAnswering.value) return
    isAnswering.value = true
    run += 1
    try {
      const ended = await endByPerson(acts, value, acceptedCents)
      if (!ended.ok) fail(ended.error)
      else if (ended.value) await showEnd(ended.value)
    } finally {
      isAnswering.value = false
    }
  }

  function become(next: AttemptShown, error: SellingError | null = null): void {
    problem.value = error
    shown.value = next
    terminal.show()
  }

  const fail = (error: SellingError) => become('failed', error)

  /** Asks the same again once it was refused, or goes on with what did not end. */
  async function again(): Promise<void> {
    if (attempt.value) await resume()
    else if (asked) await ask(asked)
  }

  function leaveEnded(): void {
    attempt.value = null
    shown.value = 'none'
    terminal.rest()
  }

  /** Closes the sheet; what is to be checked stays told on every screen. */
  function putAside(): void {
    if (isBusy.value) return
    if (attempt.value) terminal.hide()
    else leaveEnded()
  }

  return {
    attempt,
    shown,
    end,
    problem,
    isBusy,
    isAnswering,
    takeUp,
    answer,
    again,
    putAside,
  }
})
