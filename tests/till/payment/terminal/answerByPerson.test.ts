import { beforeEach, expect, it } from 'vitest'
import { aMeans, anArticle, aTicket, aTill } from '../../../support/factory'
import { ACTS, memoryServer, type MemoryServer } from '../../../support/terminal/memoryServer'
import { assert } from '@/core/assert'
import { NOBODY } from '@/core/people/user'
import type { CardAttempt } from '@/core/payment/terminal/attempt'
import { readAttempt } from '@/storage/payment/cardAttempts'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { answerByPerson, sealWish } from '@/till/payment/terminal/askTerminal'
import { doubtAttempt } from '@/till/payment/terminal/sealAttempt'
import { keepDraft } from '@/till/ticket/keepDraft'

const ticket = aTicket([anArticle()], 'counter')
let context: TillContext
let server: MemoryServer
let attempt: CardAttempt

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  await keepDraft(context, ticket)
  server = memoryServer(true)
  const sealed = await sealWish(context, NOBODY, server, {
    ticketId: 'counter',
    terminal: { terminalId: 'terminal-1', name: '' },
    amountCents: 1_548,
    direction: 'debit',
    method: aMeans('card'),
  })
  assert(sealed.ok, 'the server answers')
  attempt = sealed.value
})

const answer = (acceptedCents: number | null, method?: CardAttempt['method']) =>
  answerByPerson(
    context,
    NOBODY,
    server,
    { attempt, acceptedCents },
    { counter: () => ticket, methodFor: () => method },
  )
const onTicket = async () => (await context.tillDb.tickets.get('counter'))?.ticket.taken

it.each([null, 1_548])('a person’s %s waits while the terminal waits for the card', async said => {
  await server.start(attempt, 1)
  expect(await answer(said)).toEqual({ ok: true, value: { state: 'waiting' } })
  expect(await readAttempt(context.tillDb)).toEqual(attempt)
})

it('what never came to the server never will, and is told as such', async () => {
  const withdrawn = { state: 'not-sent', why: 'withdrawn' }
  expect(await answer(null)).toMatchObject({
    value: { state: 'ended', end: { outcome: withdrawn } },
  })
  expect(await server.start(attempt, 1)).toEqual(withdrawn)
  expect(server.asked).toEqual([])
})

it('what could not be withdrawn may still come: nothing is sealed', async () => {
  const { stateOf } = server
  server.stateOf = async one => {
    const said = await stateOf(one)
    server.cut('before')
    return said
  }
  expect(await answer(null)).toEqual({ ok: true, value: { state: 'waiting' } })
  expect(await readAttempt(context.tillDb)).toEqual(attempt)
})

it('what the terminal told the server counts, with the method of what the card turned out to be', async () => {
  server.does(ACTS.acceptVouchers)
  await server.start(attempt, 1)
  server.finish()
  const { kind, name, account } = aMeans('meal-voucher')
  await answer(null, { kind, name, account })
  expect(await onTicket()).toEqual([{ kind, name, account, givenCents: 1_548 }])
})

it('a person’s word counts where the server cannot know', async () => {
  server.forget()
  expect(await answer(1_000)).toMatchObject({ value: { state: 'ended' } })
  expect(await onTicket()).toMatchObject([{ kind: 'card', givenCents: 1_000 }])
})

it('that a server forgot what was to be checked proves nothing: a person’s word counts', async () => {
  const doubted = await doubtAttempt(context, NOBODY, attempt.attemptId, 'cut')
  assert(doubted.ok && doubted.value !== null, 'it is open')
  attempt = doubted.value
  await answer(1_548)
  expect(await onTicket()).toMatchObject([{ givenCents: 1_548 }])
})
