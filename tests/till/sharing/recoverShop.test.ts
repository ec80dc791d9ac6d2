import { describe, expect, it } from 'vitest'
import type { HubServer } from '../../simulation/sharing/hub'
import { SimulatedDevice } from '../../simulation/sharing/simulatedDevice'
import { visitAll, withThreeDevices } from '../../simulation/sharing/threeDevices'
import { chanceOf } from '../../support/chance'
import { base64FromBytes } from '@/core/base64'
import { LANES } from '@/core/sharing/block'
import { secretOfPaperCode } from '@/core/sharing/paperCode'
import { epochKeyOf, makeSecret, shareTo } from '@/till/sharing/epochKeys'
import { rawKeyOf } from '@/till/sharing/hpke'
import { paperKeysOf, paperMailboxOf } from '@/till/sharing/paperKeys'
import { recoverShop } from '@/till/sharing/recoverShop'
import { shopOf } from '@/till/sharing/rotate'
import { sayStatements } from '@/till/sharing/sayOwn'

const nowMs = Date.UTC(2026, 10, 29, 9)
const running = { chance: chanceOf(1), clock: () => nowMs }
let server: HubServer
let phone: SimulatedDevice
let tablet: SimulatedDevice
let counter: SimulatedDevice

const visit = (...devices: SimulatedDevice[]) => visitAll(server, ...devices)
const priceOn = ({ disk }: SimulatedDevice) => disk.own.get('edit/1/price')
const codeOfPaper = () => phone.founded?.paperCode ?? ''

withThreeDevices(running, made => ({ server, phone, tablet, counter } = made))

describe('the paper key', () => {
  it('follows what the shop announced, whatever secrets one that was of it made up', async () => {
    const paperDevice = await paperKeysOf(secretOfPaperCode(codeOfPaper()) ?? '')
    const point = base64FromBytes(await rawKeyOf(paperDevice.sealing))
    const box = await paperMailboxOf((await epochKeyOf(1, paperDevice.firstSecret)).secret)
    // More than any shop ever has, of the highest numbers.
    for (let epoch = 65_000; epoch < 65_080; epoch += 1) {
      const secret = makeSecret()
      const key = await epochKeyOf(epoch, secret)
      const share = await shareTo({ device: paperDevice.device, sealingKey: point }, key, secret)
      if (share) await sayStatements(counter.sharing, [share], LANES.keys)
    }
    await phone.changeSecret()
    phone.disk.own.set('edit/1/price', 100)
    await visit(counter, phone, tablet)
    expect(server.hub(box).blocks().length).toBeGreaterThan(80)
    // The first mailbox is forgotten: the secrets that were left are all that leads on.
    const [firstMailbox] = (await shopOf(phone.sharing)).epochs.slice(-1)
    server.hub(firstMailbox?.mailbox ?? '').wipe()
    const fresh = await SimulatedDevice.make('N', running)
    const who = { name: 'Nouveau', usedLetters: [] }
    const code = codeOfPaper()
    const found = await recoverShop(fresh.sharing, code, server.goodLine(), who)
    expect(found).toMatchObject({ ok: true, letter: 'D' })
    expect(priceOn(fresh)).toBe(100)
    // Nobody is told that a device was copied, which was not.
    fresh.paperKey = phone.paperKey
    expect(await fresh.visit(server.goodLine())).toMatchObject({ forked: [], refused: [] })
  })

  it('says that the server does not answer, where it does not', async () => {
    const away = { ok: false, fault: { cause: 'unreachable', detail: '' } } as const
    const line = { ...server.goodLine(), carrier: () => ({ swap: () => Promise.resolve(away) }) }
    const fresh = await SimulatedDevice.make('N', running)
    const code = codeOfPaper()
    expect(
      await recoverShop(fresh.sharing, code, line, { name: 'Nouveau', usedLetters: [] }),
    ).toMatchObject({ ok: false, why: 'carrier' })
  })
})
