import { ok } from '@/core/errors'
import type { CardAttempt } from '@/core/payment/terminal/attempt'
import type { AttemptState, TerminalOutcome } from '@/core/payment/terminal/outcome'
import type { Said, TerminalServer } from '@/till/payment/terminal/terminalServer'

/** What a terminal does with a request: the money it moves, in cents, and what it says. */
export type Act = (askedCents: number) => { movedCents: number; says: TerminalOutcome }

const said = (amountCents: number, application = '00B'): TerminalOutcome => ({
  state: 'accepted',
  amountCents,
  application,
  authorisation: '184117',
  contract: '1234567',
})

export const ACTS = {
  accept: cents => ({ movedCents: cents, says: said(cents) }),
  acceptHalf: cents => {
    const half = Math.max(1, Math.floor(cents / 2))
    return { movedCents: half, says: said(half) }
  },
  acceptVouchers: cents => ({ movedCents: cents, says: said(cents, '10E') }),
  refuse: () => ({ movedCents: 0, says: { state: 'refused', why: 'refused' } }),
  acceptUnsaid: cents => ({ movedCents: cents, says: { state: 'unknown', why: 'silent' } }),
  refuseUnsaid: () => ({ movedCents: 0, says: { state: 'unknown', why: 'cut' } }),
  busy: () => ({ movedCents: 0, says: { state: 'not-sent', why: 'busy' } }),
} satisfies Record<string, Act>

/** A server with its terminal in memory, whose every part can be cut. */
export interface MemoryServer extends TerminalServer {
  /** Money that the terminal moved, in cents, by attempt; below zero where it was given back. */
  moved: Map<string, number>
  /** Attempts for which the terminal was asked, each time. */
  asked: string[]
  does: (act: Act) => void
  /** The terminal ends what it was asked for. */
  finish: () => void
  /** The server starts anew; the terminal goes on, and nobody hears it. */
  restart: () => void
  /** The server's file is gone. */
  forget: () => void
  /** The next call gets no answer: `before` it arrives, or `after` it was carried out. */
  cut: (when: 'before' | 'after') => void
}

/** With `isSlow`, the terminal ends what it was asked for at `finish` only. */
export function memoryServer(isSlow = false): MemoryServer {
  const states = new Map<string, AttemptState>()
  const moved = new Map<string, number>()
  const asked: string[] = []
  const open = new Set<CardAttempt>()
  let act: Act = ACTS.accept
  let cutting: 'before' | 'after' | undefined
  let files = 1

  async function call({ serverId }: CardAttempt, run: () => Said): Promise<Said> {
    await Promise.resolve()
    const when = cutting
    cutting = undefined
    if (when === 'before') return { state: 'no-answer' }
    const answer = serverId === `server-${files}` ? run() : { state: 'other-server' as const }
    return when === 'after' ? { state: 'no-answer' } : answer
  }

  function end(say: (attempt: CardAttempt, outcome: TerminalOutcome) => void): void {
    for (const attempt of open) {
      const { movedCents, says } = act(attempt.amountCents)
      const sign = attempt.direction === 'debit' ? 1 : -1
      if (movedCents > 0) moved.set(attempt.attemptId, sign * movedCents)
      say(attempt, says)
    }
    open.clear()
  }
  const finish = () => end(({ attemptId }, outcome) => states.set(attemptId, outcome))
  const restart = () =>
    end(({ attemptId }) => states.set(attemptId, { state: 'unknown', why: 'restarted' }))

  return {
    moved,
    asked,
    does: next => (act = next),
    finish,
    restart,
    forget: () => {
      restart()
      states.clear()
      files += 1
    },
    cut: when => (cutting = when),
    list: () => Promise.resolve([{ terminalId: 'terminal-1', name: 'Comptoir' }]),
    serverId: () => Promise.resolve(ok(`server-${files}`)),
    start: attempt =>
      call(attempt, () => {
        const known = states.get(attempt.attemptId)
        if (known) return known
        asked.push(attempt.attemptId)
        states.set(attempt.attemptId, { state: 'waiting' })
        open.add(attempt)
        if (!isSlow) finish()
        return states.get(attempt.attemptId) ?? { state: 'unheard' }
      }),
    stateOf: attempt => call(attempt, () => states.get(attempt.attemptId) ?? { state: 'unheard' }),
    slipOf: () => Promise.resolve(null),
    withdraw: attempt =>
      call(attempt, () => {
        const known = states.get(attempt.attemptId)
        if (known) return known
        const withdrawn = { state: 'not-sent', why: 'withdrawn' } as const
        states.set(attempt.attemptId, withdrawn)
        return withdrawn
      }),
  }
}
