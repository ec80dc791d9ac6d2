import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aTill } from '../../support/factory'
import { memoryServer } from '../../support/terminal/memoryServer'
import type { CardAttempt } from '@/core/payment/terminal/attempt'
import { useCardSlipStore } from '@/stores/payment/cardSlip'
import { useTerminalChoiceStore } from '@/stores/payment/terminalChoice'
import { openTill } from '@/till/openTill'
import { readSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'
import type { TerminalServer } from '@/till/payment/terminal/terminalServer'

let context: TillContext
let server: TerminalServer
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))
vi.mock('@/till/payment/terminal/terminalServer', () => ({ terminalServer: () => server }))

const CAISSE_AP = { terminalId: 'terminal-1', name: 'Comptoir', hasSlip: true }
const SOLO = { terminalId: 'terminal-2', name: 'Solo' }

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  server = { ...memoryServer(), list: () => Promise.resolve([CAISSE_AP, SOLO]) }
  setActivePinia(createPinia())
})

describe('the choice of a terminal', () => {
  it('offers the till’s card slips where the terminal has them', async () => {
    const store = useTerminalChoiceStore()
    await store.look()
    await store.choose(CAISSE_AP)
    expect(store.hasSlip).toBe(true)
    await store.wantSlip(true)
    expect(store.wantsSlip).toBe(true)
    expect(await readSetting(context, 'cardTerminal')).toEqual({ ...CAISSE_AP, wantsSlip: true })
    await store.wantSlip(false)
    expect(await readSetting(context, 'cardTerminal')).toEqual(CAISSE_AP)
  })

  it('offers none of a reader of SumUp, and keeps no wish for one', async () => {
    const store = useTerminalChoiceStore()
    await store.look()
    await store.choose({ ...SOLO, wantsSlip: true })
    expect(store.hasSlip).toBe(false)
    await store.wantSlip(true)
    expect(store.wantsSlip).toBe(false)
    expect(await readSetting(context, 'cardTerminal')).toEqual(SOLO)
  })
})

describe('the slips of a payment', () => {
  const slips: Record<string, string[]> = { a: ['CB A'], b: ['CB B'] }
  const read = (...ids: string[]) => {
    server = { ...server, slipOf: ({ attemptId }) => Promise.resolve(slips[attemptId] ?? null) }
    return useCardSlipStore().read(ids.map(attemptId => ({ attemptId }) as CardAttempt))
  }

  it.each([
    [
      ['a', 'b'],
      [['CB A'], ['CB B']],
    ],
    [['a', 'gone'], [['CB A']]],
    [['gone', 'b'], [['CB B']]],
    [['gone'], null],
  ])('are those that are there: %j', async (ids, found) => {
    expect(await read(...ids)).toEqual(found)
  })
})
