import { expect, it } from 'vitest'
import { SimulatedDevice } from '../../simulation/sharing/simulatedDevice'
import { chanceOf } from '../../support/chance'
import { hubRoutes } from '@/hub/hubRoutes'
import { mailboxesOver } from '@/hub/mailboxes'
import { memoryStore } from '@/hub/memoryStore'
import { mailboxServer } from '@/sharing/mailboxServer'
import { shopOf } from '@/till/sharing/rotate'

const CODE = '1234'

/** A hub that admits by its code, with the bounds against a flood that it has. */
function aServer() {
  const store = memoryStore()
  const onFault = (error: unknown) => {
    throw error
  }
  const mailboxes = mailboxesOver(store, onFault)
  const routes = hubRoutes({
    hub: () => ({ store, mailboxes }),
    admission: 'code',
    isCodeRight: typed => typed === CODE,
    onFault,
  })
  const ask: typeof fetch = (input, init) =>
    Promise.resolve(routes.fetch(new Request(input, init), {}))
  return mailboxServer('http://hub.example', ask)
}

it('a shop that put out several devices at once, far from the network, moves all the same', async () => {
  let nowMs = Date.UTC(2026, 10, 29, 9)
  const running = { chance: chanceOf(1), clock: () => (nowMs += 1_000) }
  const phone = await SimulatedDevice.found('A', running)
  const names = ['B', 'C', 'D', 'E', 'F']
  const others = await Promise.all(names.map(name => SimulatedDevice.make(name, running)))
  const [tablet, ...lost] = others
  if (!tablet) throw new Error('no tablet')
  const server = aServer()
  expect(await server.found(phone.founded?.mailbox ?? '', CODE)).toEqual({ ok: true })
  for (const device of others) await phone.letIn(device)
  const visit = async (device: SimulatedDevice) =>
    expect(await device.visit(server, true)).toMatchObject({ fault: null })
  for (const device of [phone, ...others, phone]) await visit(device)

  for (const device of lost) expect(await phone.putOut(device)).toBeUndefined()
  phone.disk.own.set('edit/1/price', 100)
  await visit(phone)
  await visit(tablet)
  expect(tablet.disk.own.get('edit/1/price')).toBe(100)
  const mailboxOf = async ({ sharing }: SimulatedDevice) =>
    (await shopOf(sharing)).epochs.map(({ mailbox }) => mailbox)
  expect(await mailboxOf(tablet)).toEqual(await mailboxOf(phone))
  expect(await mailboxOf(phone)).toHaveLength(1 + lost.length)

  // And goes on, as often as devices ask of one another.
  for (let count = 0; count < 15; count += 1) for (const one of [phone, tablet]) await visit(one)
  // One after the other, each with a mailbox of its own: no number of moves is too many.
  for (let count = 0; count < 2; count += 1) {
    await phone.changeSecret()
    await visit(phone)
    await visit(tablet)
  }
  expect(await mailboxOf(tablet)).toEqual(await mailboxOf(phone))
})
