import { expect, it } from 'vitest'
import { SimulatedDevice } from '../../simulation/sharing/simulatedDevice'
import { chanceOf } from '../../support/chance'
import type { Carrier } from '@/core/sharing/carrier'
import { mailboxesOver } from '@/hub/mailboxes'
import { memoryStore } from '@/hub/memoryStore'

const MAILBOX = 'ab'.repeat(16)

it('devices share through the mailbox of the server, which checks what it keeps', async () => {
  const faults: unknown[] = []
  const mailboxes = mailboxesOver(memoryStore(), fault => faults.push(fault))
  const hub: Carrier = {
    swap: async swap => ({ ok: true, value: await mailboxes.swap(MAILBOX, swap) }),
  }
  let nowMs = Date.UTC(2026, 10, 29, 9)
  const common = { chance: chanceOf(1), clock: () => (nowMs += 1_000) }
  const phone = await SimulatedDevice.found('A', common)
  const tablet = await SimulatedDevice.make('B', common)
  await phone.letIn(tablet)
  phone.disk.own.set('edit/1/price', 100)
  for (let sold = 0; sold < 5; sold += 1) await tablet.seal()
  await phone.exchange(hub)
  expect(await tablet.exchange(hub)).toMatchObject({ fault: null, refused: [], isCopied: false })
  expect(await phone.exchange(hub)).toMatchObject({ fault: null, refused: [], isCopied: false })
  expect(tablet.disk.own.get('edit/1/price')).toBe(100)
  expect([...phone.disk.copies.values()]).toEqual([tablet.disk.journal])
  expect(mailboxes.counters.puts).toMatchObject({ forged: 0, other: 0, gap: 0 })

  // Said anew as a base, the earlier blocks are gone from the mailbox.
  phone.disk.own.set('edit/1/price', 200)
  await phone.renew()
  await phone.exchange(hub)
  const heads = (await tablet.exchange(hub))?.heads ?? []
  expect(heads.find(one => one.device === phone.device)?.first).toBeGreaterThan(0)
  expect(tablet.disk.own.get('edit/1/price')).toBe(200)
  expect(faults).toEqual([])
  await mailboxes.close()
})
