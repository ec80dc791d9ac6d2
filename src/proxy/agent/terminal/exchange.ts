import type { Socket } from 'node:net'
import { encodeRequest, outcomeOf, readAnswer } from '@/core/payment/terminal/caisseAp'
import { slipIn } from '@/core/payment/terminal/cardSlip'
import type { TerminalOutcome, TerminalRequest } from '@/core/payment/terminal/outcome'

export interface ExchangeTimes {
  /** How long a terminal may take: the customer looks for a card, and types a code. */
  answerMs: number
  /** Silence after which a whole answer is all of it: the protocol has no end of a message. */
  silenceMs: number
  /** How often SumUp is asked whether a payment ended; a second. */
  asksEveryMs?: number
  /** How long SumUp is asked still, once it was told to stop a payment that took too long; three minutes. */
  stopsWithinMs?: number
}

export const USUAL_TIMES: ExchangeTimes = { answerMs: 180_000, silenceMs: 250 }
const KEEP_ALIVE_MS = 10_000

/**
 * Asks a terminal and hears its answer, in however many parts it comes. It ends in every case: what is
 * cut, late or unreadable is unknown, since the terminal may have done what it was asked.
 */
export function exchange(
  socket: Socket,
  request: TerminalRequest,
  { answerMs, silenceMs }: ExchangeTimes,
  keepSlip: (lines: readonly string[]) => void = () => undefined,
): Promise<TerminalOutcome> {
  return new Promise(resolve => {
    let heard = ''
    let quiet: ReturnType<typeof setTimeout> | undefined

    const finish = (outcome: TerminalOutcome) => {
      clearTimeout(quiet)
      clearTimeout(patience)
      socket.destroy()
      resolve(outcome)
    }
    const end = () => {
      const outcome = outcomeOf(readAnswer(heard), request)
      const isSlipped = request.wantsSlip === true && outcome.state === 'accepted'
      const slip = isSlipped ? slipIn(heard) : null
      if (slip) keepSlip(slip)
      finish(outcome)
    }
    const patience = setTimeout(() => {
      const isWhole = readAnswer(heard).state === 'whole'
      if (isWhole) end()
      else finish({ state: 'unknown', why: 'silent' })
    }, answerMs)

    socket.on('data', (part: Buffer) => {
      heard += part.toString('latin1')
      clearTimeout(quiet)
      const { state } = readAnswer(heard)
      if (state === 'broken') end()
      else if (state === 'whole') quiet = setTimeout(end, silenceMs)
    })
    for (const event of ['end', 'error', 'close']) socket.on(event, end)
    socket.setKeepAlive(true, KEEP_ALIVE_MS)
    socket.write(encodeRequest(request), 'latin1')
  })
}
