import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { anArticle, aTicket, aTill, SELLER } from '../../support/factory'
import { useCardTerminalStore } from '@/stores/payment/cardTerminal'
import { usePaymentStore } from '@/stores/payment/payment'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { useSettingsStore } from '@/stores/settings/settings'
import { useTicketStore } from '@/stores/ticket/ticket'
import { openTill } from '@/till/openTill'
import { keepSetting } from '@/till/settings/settings'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

const reported = vi.fn<(error: unknown) => void>()

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  await keepSetting(context, 'seller', SELLER)
  await keepSetting(context, 'cardTerminal', { terminalId: 'terminal-1', name: '' })
  vi.stubGlobal('requestAnimationFrame', (action: () => void) => setTimeout(action))
  reported.mockReset()
  vi.stubGlobal('reportError', reported)
  setActivePinia(createPinia())
  await useSettingsStore().start()
  useTicketStore().begin(aTicket([anArticle()], 'counter'))
})

it('is known before an amount is asked for, however early the payment begins', async () => {
  await usePaymentStore().begin('card')
  expect(usePaymentPhaseStore().subject).toBe('ticket')
  expect(useCardTerminalStore().isOn).toBe(true)
})

it('is read once', async () => {
  const read = vi.spyOn(context.tillDb.settings, 'get')
  const terminal = useCardTerminalStore()
  await Promise.all([terminal.ready(), terminal.ready()])
  await terminal.ready()
  expect(read.mock.calls.filter(([key]) => (key as unknown) === 'cardTerminal')).toHaveLength(1)
  read.mockRestore()
})

it('that cannot be read stops no payment, and is read again for the next', async () => {
  const broken = vi.spyOn(context.tillDb.settings, 'get').mockImplementation(() => {
    throw new DOMException('gone', 'UnknownError')
  })
  const terminal = useCardTerminalStore()
  await terminal.ready()
  expect(reported).toHaveBeenCalledOnce()
  expect(terminal.isOn).toBe(false)
  broken.mockRestore()
  await terminal.ready()
  expect(terminal.isOn).toBe(true)
})
