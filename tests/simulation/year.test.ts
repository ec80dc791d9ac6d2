import fc from 'fast-check'
import { it } from 'vitest'
import { expectAgreement } from '../support/shopBooks'
import { expectAllLived, ShopLife, type Lived } from '../support/shopLife'
import { dayPlus } from '@/core/days'

it('a year agrees to the cent, with both changes of time and closings forgotten', async () => {
  const lives: Lived[] = []
  const life = async (seed: number) => {
    const shop = new ShopLife(seed)
    await shop.begin('2026-01-01')
    for (let day = '2026-01-02'; day < '2027-01-01'; day = dayPlus(day, 1)) {
      await liveADay(shop, day)
    }
    await shop.comeIn('2027-01-02')
    await expectAgreement(shop, { from: '2026-01-01', to: '2026-12-31' })
    lives.push(await shop.lived())
  }
  // A failing seed is reported and not shrunk: another seed is another shop. The year is the same
  // at each run, unless COMPTOIR_SEED asks for another.
  const anySeed = fc.noBias(fc.integer({ min: 0, max: 0xffff_ffff }))
  await fc.assert(fc.asyncProperty(anySeed, life), {
    endOnFailure: true,
    numRuns: 1,
    seed: Number(process.env.COMPTOIR_SEED ?? 2_026),
  })
  expectAllLived(lives)
})

/** Few customers come, so that a whole year runs in seconds. */
async function liveADay(shop: ShopLife, day: string): Promise<void> {
  const { chance, clock } = shop
  if (chance.isOneIn(3)) return
  await shop.comeIn(day)
  if (chance.isOneIn(12)) {
    await shop.count()
    await shop.giveFloat()
  }
  if (chance.isOneIn(40)) shop.setBack(24 * chance.upTo(3))
  await shop.serve(1 + chance.upTo(2))
  clock.set(day, '19:00')
  if (!chance.isOneIn(4)) await shop.close()
}
