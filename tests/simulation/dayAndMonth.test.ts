import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expectAgreement } from '../support/shopBooks'
import { expectAllLived, ShopLife, type Lived } from '../support/shopLife'
import { dayPlus } from '@/core/days'
import { readOpenPeriod } from '@/till/closing/readOpenPeriod'

const anySeed = fc.noBias(fc.integer({ min: 0, max: 0xffff_ffff }))
/**
 * A failing seed is reported and not shrunk: another seed is another shop. The shops are the same
 * at each run, unless COMPTOIR_SEED asks for others.
 */
const ONCE_IT_FAILS = { endOnFailure: true, seed: Number(process.env.COMPTOIR_SEED ?? 2_026) }

/** A day on which the clock jumps from `before` to `after` while the shop sells. */
async function sellThroughTheNight(shop: ShopLife, day: string): Promise<void> {
  shop.clock.set(day, '01:20')
  const before = shop.clock.now().at
  await shop.serve(10)
  shop.clock.set(day, '04:00')
  expect(shop.clock.now().at.slice(-6)).not.toBe(before.slice(-6))
}

it.each([
  ['an ordinary day', '2026-06-12', false],
  ['the day summer time begins', '2026-03-29', true],
  ['the day summer time ends', '2026-10-25', true],
  ['the last day of a year', '2026-12-31', false],
])(
  '%s agrees to the cent, closed twice and once more past midnight',
  async (_name, day, jumps) => {
    const life = async (seed: number) => {
      const shop = new ShopLife(seed)
      await shop.begin(dayPlus(day, -1))
      await shop.serve(4)
      await shop.close()
      if (jumps) await sellThroughTheNight(shop, day)
      await shop.comeIn(day)
      await shop.giveFloat()
      await shop.serve(12)
      await shop.count()
      await shop.serve(3)
      const open = await readOpenPeriod(shop.till)
      const { event } = await shop.close(true)
      expect(event).toMatchObject(open.closed)
      await shop.serve(5)
      shop.clock.set(day, '23:50')
      await shop.sell()
      shop.clock.pass(20)
      if (!day.endsWith('12-31')) await shop.sell()
      await shop.close()
      await shop.comeIn('2027-01-02')
      await expectAgreement(shop, { from: '2026-01-01', to: '2026-12-31' })
    }
    await fc.assert(fc.asyncProperty(anySeed, life), { ...ONCE_IT_FAILS, numRuns: 3 })
  },
  120_000,
)

it('a month agrees to the cent, with closings forgotten and a clock set back', async () => {
  const lives: Lived[] = []
  const life = async (seed: number) => {
    const shop = new ShopLife(seed)
    await shop.begin('2026-03-01')
    for (let day = '2026-03-02'; day < '2026-04-03'; day = dayPlus(day, 1)) {
      await liveADay(shop, day)
    }
    await shop.comeIn('2027-01-02')
    await expectAgreement(shop, { from: '2026-01-01', to: '2026-12-31' })
    lives.push(await shop.lived())
  }
  await fc.assert(fc.asyncProperty(anySeed, life), { ...ONCE_IT_FAILS, numRuns: 2 })
  expectAllLived(lives)
})

/** A random day of a shop: closed or not, in time or not. */
async function liveADay(shop: ShopLife, day: string): Promise<void> {
  const { chance, clock } = shop
  if (chance.isOneIn(7)) return
  if (chance.isOneIn(4)) clock.set(day, '09:00')
  else await shop.comeIn(day)
  if (chance.isOneIn(2)) {
    await shop.count()
    await shop.giveFloat()
  }
  if (chance.isOneIn(10)) shop.setBack(24 * chance.upTo(3) + chance.upTo(20))
  await shop.serve(6)
  if (chance.isOneIn(6)) await shop.close()
  clock.set(day, '18:30')
  await shop.serve(2)
  if (chance.isOneIn(5)) {
    clock.set(day, '23:55')
    await shop.serve(3)
  }
  if (!chance.isOneIn(4)) await shop.close()
}
