import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { goodLineTo, Hub } from '../../simulation/sharing/hub'
import { Killed } from '../../simulation/sharing/memoryStore'
import { SimulatedDevice, type Running } from '../../simulation/sharing/simulatedDevice'
import { chanceOf } from '../../support/chance'
import { aTillInTime, contents, onSale, sync, synced } from '../../support/syncing'
import { LANES } from '@/core/sharing/block'
import { grownArticles } from '@/demo/catalogue/grow'
import { changeShop, type ShopChange } from '@/demo/changes'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { readRecord } from '@/storage/catalogue/heldShop'
import { readSyncs } from '@/storage/catalogue/catalogue'
import { undoSync } from '@/till/catalogue/undoSync'
import { ownCatalogue, sayCatalogue, takeCatalogue } from '@/till/sharing/catalogueLane'

/** A device of the shop and the till on it. */
interface Member {
  device: SimulatedDevice
  till: ReturnType<typeof aTillInTime>
}

const chance = chanceOf(7)
let hub: Hub
let owner: SimulatedDevice
let joining: Running
let phone: Member
let tablet: Member
let minute = 0

async function aMember(letter: string): Promise<Member> {
  const device = await SimulatedDevice.make(letter, joining)
  await owner.letIn(device)
  await owner.exchange(goodLineTo(hub))
  return { device, till: aTillInTime() }
}

/** All clocks of the shop show the same time. */
function wait(minutes: number, ...members: Member[]): void {
  minute += minutes
  for (const { till } of members) till.minute = minute
}

async function exchangeAll(...members: Member[]): Promise<void> {
  for (const { device } of [...members, ...members]) await device.exchange(goodLineTo(hub))
}

const ownBlocks = ({ device }: Member) =>
  [...device.disk.blocks.values()].filter(
    one => one.device === device.device && one.lane === LANES.catalogue,
  )

beforeEach(async () => {
  minute = 0
  hub = new Hub()
  const clock = () => Date.UTC(2026, 10, 24, 11) + minute * 60_000
  joining = { chance, clock }
  owner = await SimulatedDevice.found('P', joining)
  phone = await aMember('A')
  tablet = await aMember('B')
})

describe('a catalogue that another device read', () => {
  it('is on a till that never asked the shop, the same to the cent, as one sync', async () => {
    const shop = createDemoShop()
    await synced(phone.till, shop, { key: DEMO_KEYS.full })
    wait(1, phone, tablet)
    await sayCatalogue(phone.device.sharing, phone.till)
    await exchangeAll(phone, tablet)
    const taken = await takeCatalogue(tablet.device.sharing, tablet.till)
    expect(taken).toMatchObject({ ok: true, value: { trigger: 'shared', outcome: 'applied' } })
    expect(await onSale(tablet.till)).toEqual(await onSale(phone.till))
    expect((await onSale(tablet.till)).articles.length).toBeGreaterThan(40)
    const stockOf = async ({ till }: Member) => readRecord(till.catalogueDb, 'stock')
    const stock = (await stockOf(phone))?.byArticle ?? {}
    expect(Object.keys(stock).length).toBeGreaterThan(40)
    expect((await stockOf(tablet))?.byArticle).toEqual(stock)
    // Taken once, and never said by who only heard of it.
    expect(await takeCatalogue(tablet.device.sharing, tablet.till)).toBeNull()
    expect(await ownCatalogue(tablet.till)).toBeNull()
    // A till with a key of its own goes on from there, by difference.
    const asked = shop.requests.length
    wait(1, phone, tablet)
    const own = await synced(tablet.till, shop, { key: DEMO_KEYS.full })
    expect(own).toMatchObject({ outcome: 'unchanged', trigger: 'hand' })
    expect(shop.requests.length - asked).toBeLessThan(20)
  })

  it('follows by difference: one price is one small block', async () => {
    const shop = createDemoShop({ articles: grownArticles(1_200) })
    await synced(phone.till, shop)
    await sayCatalogue(phone.device.sharing, phone.till)
    const wholeBytes = ownBlocks(phone).reduce((sum, { bytes }) => sum + bytes.length, 0)
    const before = ownBlocks(phone).length
    const price = { kind: 'price', productId: 201, netPrice: '12.000000' } as const
    changeShop(shop.data, price, '2026-11-24 12:05:00')
    wait(5, phone, tablet)
    await synced(phone.till, shop)
    await sayCatalogue(phone.device.sharing, phone.till)
    const said = ownBlocks(phone).slice(before)
    expect(said).toHaveLength(1)
    expect(said[0]?.bytes.length).toBeLessThan(wholeBytes / 10)
    // A sync that finds nothing says nothing, but once an hour how fresh it is.
    wait(5, phone, tablet)
    await synced(phone.till, shop)
    await sayCatalogue(phone.device.sharing, phone.till)
    expect(ownBlocks(phone)).toHaveLength(before + 1)
    wait(60, phone, tablet)
    await synced(phone.till, shop)
    await sayCatalogue(phone.device.sharing, phone.till)
    expect(ownBlocks(phone)).toHaveLength(before + 2)

    await exchangeAll(phone, tablet)
    await takeCatalogue(tablet.device.sharing, tablet.till)
    expect(await onSale(tablet.till)).toEqual(await onSale(phone.till))
    const article = (await contents(tablet.till)).articles.find(one => one.articleId === 'ps-201')
    expect(article?.checkedAt).toBeDefined()
  })

  it('is said as it was again once the owner undoes it, and what waits is not said', async () => {
    const shop = createDemoShop()
    await synced(phone.till, shop)
    await sayCatalogue(phone.device.sharing, phone.till)
    await exchangeAll(phone, tablet)
    await takeCatalogue(tablet.device.sharing, tablet.till)
    const before = await onSale(tablet.till)

    wait(5, phone, tablet)
    changeShop(shop.data, { kind: 'name', productId: 20, name: 'Autre' }, '2026-11-24 12:05:00')
    await synced(phone.till, shop)
    await sayCatalogue(phone.device.sharing, phone.till)
    await exchangeAll(phone, tablet)
    await takeCatalogue(tablet.device.sharing, tablet.till)
    expect(await onSale(tablet.till)).not.toEqual(before)

    wait(5, phone, tablet)
    await undoSync(phone.till)
    await sayCatalogue(phone.device.sharing, phone.till)
    await exchangeAll(phone, tablet)
    await takeCatalogue(tablet.device.sharing, tablet.till)
    expect(await onSale(tablet.till)).toEqual(before)

    // The same import now waits for the owner: nobody hears of it.
    wait(5, phone, tablet)
    expect(await sync(phone.till, shop)).toMatchObject({ value: { outcome: 'waiting' } })
    await sayCatalogue(phone.device.sharing, phone.till)
    await exchangeAll(phone, tablet)
    await takeCatalogue(tablet.device.sharing, tablet.till)
    expect(await onSale(tablet.till)).toEqual(before)
  })

  it('is never half of one sync, whatever was cut, whoever read the shop last', async () => {
    const productId = fc.integer({ min: 1, max: 40 })
    const change: fc.Arbitrary<ShopChange> = fc.oneof(
      fc.record({
        kind: fc.constant('price' as const),
        productId,
        netPrice: fc.constantFrom('1.000000', '9.090000', '4.000000'),
      }),
      fc.record({ kind: fc.constant('active' as const), productId, isActive: fc.boolean() }),
      fc.record({ kind: fc.constant('delete' as const), productId }),
      fc.record({
        kind: fc.constant('add' as const),
        productId: fc.integer({ min: 900, max: 904 }),
        name: fc.constant('Neuf'),
        netPrice: fc.constant('5.000000'),
      }),
    )
    const round = fc.record({
      changes: fc.array(change, { maxLength: 4 }),
      reader: fc.constantFrom(0, 1),
      isKilled: fc.boolean(),
      heardBy: fc.subarray([0, 1]),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 5 }), async rounds => {
        const members = [await aMember('C'), await aMember('D')]
        const shop = createDemoShop({ articles: grownArticles(60) })
        let second = 0
        const hear = async (member: Member) => {
          await member.device.exchange(goodLineTo(hub))
          await takeCatalogue(member.device.sharing, member.till)
        }
        for (const { changes, reader, isKilled, heardBy } of rounds) {
          for (const one of changes) {
            second += 1
            try {
              changeShop(shop.data, one, `2026-11-24 12:00:${String(second).padStart(2, '0')}`)
            } catch (error) {
              // An article that is gone cannot change.
              if (!(error instanceof Error)) throw error
            }
          }
          wait(2, ...members)
          const member = members[reader]
          if (!member) continue
          await sync(member.till, shop)
          member.device.isArmed = isKilled
          await sayCatalogue(member.device.sharing, member.till).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error
          })
          member.device.isArmed = false
          await member.device.exchange(goodLineTo(hub))
          for (const place of heardBy) await hear(members[place] as Member)
        }
        wait(2, ...members)
        const last = members[rounds.at(-1)?.reader ?? 0] as Member
        const other = members.find(one => one !== last) as Member
        await synced(last.till, shop).catch(() => undefined)
        if ((await readSyncs(last.till.catalogueDb)).pending) return
        await sayCatalogue(last.device.sharing, last.till)
        await last.device.exchange(goodLineTo(hub))
        await hear(other)
        expect(await onSale(other.till)).toEqual(await onSale(last.till))
      }),
      { numRuns: 20, endOnFailure: true },
    )
  })
})
