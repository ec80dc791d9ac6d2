import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick, reactive } from 'vue'
import { anArticle, aSale, aTicket, aTill, SELLER } from '../../support/factory'
import type { SaleEntry } from '@/core/journal/journal'
import type { Space } from '@/core/journal/space'
import { useCounterStore } from '@/stores/counter'
import { useSettingsStore } from '@/stores/settings/settings'
import { useCustomerScreenStore } from '@/stores/ticket/customerScreen'
import { useTicketStore } from '@/stores/ticket/ticket'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { keepSetting } from '@/till/settings/settings'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

const payment = reactive({ lastSale: null as SaleEntry | null })
vi.mock('@/stores/payment/payment', () => ({ usePaymentStore: () => payment }))
const drawing = new Map<SaleEntry, (texts: string[]) => void>()
vi.mock('@/stores/documents/printing', () => ({
  usePrintingStore: () => ({
    codes: (sale: SaleEntry) => new Promise(resolve => drawing.set(sale, resolve)),
  }),
}))

/** The till's end of each channel, by name. */
const channels = new Map<string, FakeChannel>()
class FakeChannel extends EventTarget {
  posted: unknown[] = []
  /** What is shown between two customers. */
  idle: unknown[] = []
  constructor(name: string) {
    super()
    channels.set(name, this)
  }
  postMessage(message: unknown): void {
    const isView = typeof message === 'object' && message !== null && 'view' in message
    const sent = isView ? this.posted : this.idle
    sent.push(structuredClone(message))
  }
  hear(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

/** Actions that wait until the till's own screen is painted. */
let unpainted: (() => void)[] = []
vi.mock('@/stores/afterPaint', () => ({
  afterPaint: (action: () => void) => unpainted.push(action),
}))
async function paint(): Promise<void> {
  await nextTick()
  const actions = unpainted
  unpainted = []
  for (const action of actions) action()
}

const page = new EventTarget()

beforeEach(() => {
  channels.clear()
  drawing.clear()
  unpainted = []
  payment.lastSale = null
  vi.stubGlobal('BroadcastChannel', FakeChannel)
  vi.stubGlobal('document', { documentElement: { lang: 'fr' } })
  vi.stubGlobal('window', page)
  vi.stubGlobal('setInterval', () => 0)
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error
  })
})

async function start(space: Space = 'shop'): Promise<FakeChannel> {
  context = { ...aTill(), space }
  await openTill(context)
  await keepSetting(context, 'seller', SELLER)
  setActivePinia(createPinia())
  await useSettingsStore().start()
  await useTicketStore().start()
  useCustomerScreenStore().start()
  const [channel] = channels.values()
  if (!channel) throw new Error('a channel is open')
  return channel
}

const viewsOn = ({ posted }: FakeChannel) =>
  posted.map(shown => (shown as { view: { kind: string; codes?: string[] } }).view)

it.each(['shop', 'demo'] as const)('speaks on the channel of its space: %s', async space => {
  await start(space)
  expect([...channels.keys()]).toEqual([
    space === 'demo' ? 'comptoir-customer-demo' : 'comptoir-customer',
  ])
})

it('says nothing until a screen is there, and then only after the paint', async () => {
  const channel = await start()
  useTicketStore().add(anArticle())
  await paint()
  expect(channel.posted).toEqual([])
  channel.hear('new')
  expect(channel.posted).toEqual([])
  await paint()
  expect(viewsOn(channel)).toMatchObject([{ kind: 'ticket', totalCents: 1548 }])
})

it('answers each new screen once, and no screen that only says that it is there', async () => {
  const channel = await start()
  channel.hear('there')
  await paint()
  expect(channel.posted).toHaveLength(1)
  channel.hear('there')
  channel.hear('else')
  await paint()
  expect(channel.posted).toHaveLength(1)
  channel.hear('new')
  expect(channel.posted).toHaveLength(1)
  await paint()
  expect(channel.posted).toHaveLength(2)
})

it('gives each screen the shop’s words for between two customers once, not with each line', async () => {
  const channel = await start()
  await keepSetting(context, 'paperFoot', '10 h – 19 h')
  useTicketStore().add(anArticle())
  channel.hear('new')
  await vi.waitFor(async () => {
    await paint()
    expect(channel.idle).toMatchObject([{ picture: null, words: '10 h – 19 h' }])
  })
  useTicketStore().add(anArticle())
  await paint()
  channel.hear('there')
  await paint()
  expect(channel.idle).toHaveLength(1)
  channel.hear('new')
  await paint()
  expect(channel.idle).toHaveLength(2)
})

it('never puts the code of an older sale in place of a newer one', async () => {
  const channel = await start()
  channel.hear('new')
  await paint()
  const [older, newer] = [aSale(aTicket()), aSale(aTicket())]
  payment.lastSale = older
  await paint()
  payment.lastSale = newer
  await paint()
  const [first, second] = [...drawing.values()]
  second?.(['newer'])
  await Promise.resolve()
  await paint()
  first?.(['older'])
  await Promise.resolve()
  await paint()
  expect(viewsOn(channel).at(-1)).toMatchObject({ kind: 'paid', codes: ['newer'] })
})

it('leaves no total on the screen where another tab serves, or the till is closed', async () => {
  const channel = await start()
  useTicketStore().add(anArticle())
  channel.hear('new')
  await paint()
  page.dispatchEvent(new Event('pagehide'))
  expect(viewsOn(channel).at(-1)).toEqual({ kind: 'idle' })
  const sent = channel.posted.length
  useCounterStore().$patch({ isElsewhere: true })
  useTicketStore().add(anArticle())
  await paint()
  expect(channel.posted).toHaveLength(sent)
})
