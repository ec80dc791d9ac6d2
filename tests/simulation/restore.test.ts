import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expectAgreement } from '../support/shopBooks'
import { backUp, reopened, restore } from '../support/backup'
import { aTill } from '../support/factory'
import { must, ShopLife } from '../support/shopLife'
import { dayPlus } from '@/core/days'
import { NOBODY } from '@/core/people/user'
import { listClosings } from '@/till/closing/listClosings'
import { makeArchive } from '@/till/archive/makeArchive'
import { openTill } from '@/till/openTill'
import type { TillContext } from '@/till/context'
import { checkArchive } from '@/verifier/checkArchive'

const anySeed = fc.noBias(fc.integer({ min: 0, max: 0xffff_ffff }))
const WHOLE = { from: null, to: null }

async function archiveOf({ till }: { till: TillContext }): Promise<Uint8Array<ArrayBuffer>> {
  const options = { verifierPage: null, onProgress: () => undefined }
  const made = await makeArchive(till, NOBODY, WHOLE, options)
  if (!made.ok) throw new Error(made.error.code)
  return new Uint8Array(await made.value.blob.arrayBuffer())
}

it('a year agrees to the cent over two restores, whatever they left open', async () => {
  const life = async (seed: number) => {
    const shop = new ShopLife(seed)
    const archives: Uint8Array<ArrayBuffer>[] = []
    await shop.begin('2026-03-02')
    for (const [from, count] of [
      ['2026-03-03', 6],
      ['2026-04-28', 6],
      ['2026-11-29', 3],
    ] as const) {
      for (let day = from as string; day < dayPlus(from, count); day = dayPlus(day, 1)) {
        await shop.comeIn(day)
        await shop.serve(6)
        if (!shop.chance.isOneIn(3)) await shop.close()
      }
      if (from !== '2026-11-29') {
        archives.unshift(await archiveOf(shop))
        await shop.moveToNewTablet()
      }
    }
    await shop.comeIn('2027-01-02')
    expect(shop.till.tillCode).toBe('C')
    await expectAgreement(shop, { from: '2026-01-01', to: '2026-12-31' })
    const [year] = await listClosings(shop.till, 'year', 9)
    expect(year?.event.carried.map(({ till }) => till)).toEqual(['A', 'B'])

    // The verifier, which shares no code with the till, follows the till codes too, without a
    // missing one.
    archives.unshift(await archiveOf(shop))
    for (const [index, archive] of archives.entries()) {
      const report = await checkArchive(archive, { earlier: archives.slice(index + 1) })
      expect(report.faults).toEqual([])
      expect(report.notes.filter(({ code }) => code === 'continues')).toEqual([])
    }
  }
  await fc.assert(fc.asyncProperty(anySeed, life), {
    endOnFailure: true,
    numRuns: 2,
    seed: Number(process.env.COMPTOIR_SEED ?? 2_026),
  })
})

it('a sale after the backup is not in the new tablet’s journal, and no number is used twice', async () => {
  const shop = new ShopLife(7)
  await shop.begin('2026-03-02')
  await shop.serve(6)
  const file = await backUp(shop.till)
  const { salesCents, salesCount } = shop.hand.sums('counter')
  const lost = await shop.sell()
  const ofOld = await archiveOf(shop)

  const tablet = aTill({ now: () => shop.clock.now(), newId: () => crypto.randomUUID() })
  await openTill(tablet)
  must(await restore(tablet, file))
  const context = await reopened(tablet)
  const [day] = await listClosings(context, 'day', 9)
  expect(day?.event.perpetual).toMatchObject({ salesCents, salesCount })
  expect(await context.tillDb.journal.get([lost.till, lost.number])).toBeUndefined()
  // If the broken tablet comes back, its longer journal and the new one agree where they meet.
  const report = await checkArchive(await archiveOf({ till: context }), { earlier: [ofOld] })
  expect([report.faults, report.notes]).toEqual([[], []])
})
