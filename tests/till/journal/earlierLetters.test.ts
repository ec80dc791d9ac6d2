import { beforeEach, describe, expect, it } from 'vitest'
import { pack, textIn, unpack } from '../../support/archives'
import { must, ShopLife } from '../../support/shopLife'
import { NOBODY } from '@/core/people/user'
import { checkJournal } from '@/till/journal/checkJournal'
import { readReport } from '@/till/reports/readReport'
import { searchJournal } from '@/till/journal/inspection'
import { findClosing, listClosings } from '@/till/closing/listClosings'
import { makeArchive } from '@/till/archive/makeArchive'
import type { TillContext } from '@/till/context'
import { checkArchive } from '@/verifier/checkArchive'
import { newestFirst } from '@/verifier/manifest'

const WHOLE = { from: null, to: null }
const quiet = () => undefined
const labels = (closings: Awaited<ReturnType<typeof listClosings>>) =>
  closings.map(({ event }) => `${event.document.series}${event.document.number} ${event.of}`)

describe('a till that goes on under another till code', () => {
  let shop: ShopLife
  let context: TillContext

  beforeEach(async () => {
    shop = new ShopLife(3)
    await shop.begin('2026-03-02')
    await shop.serve(4)
    await shop.close()
    await shop.comeIn('2026-03-03')
    await shop.serve(4)
    await shop.moveToNewTablet()
    context = shop.till
    await shop.serve(4)
    await shop.close()
  })

  async function archiveOf(tillCode: string): Promise<Uint8Array<ArrayBuffer>> {
    const options = { tillCode, verifierPage: null, onProgress: quiet }
    const made = must(await makeArchive(context, NOBODY, WHOLE, options))
    expect(made.name).toContain(`-${tillCode}-`)
    return new Uint8Array(await made.blob.arrayBuffer())
  }

  it('shows the closings of every till code, and reports of the whole day', async () => {
    const closings = await listClosings(context, 'day', 9)
    expect(labels(closings)).toEqual(['BZ2 2026-03-03', 'BZ1 2026-03-03', 'AZ1 2026-03-02'])
    expect(await listClosings(context, 'day', 2)).toEqual(closings.slice(0, 2))
    const [, , oldest] = closings
    if (!oldest) throw new Error('the first day was closed')
    expect(await findClosing(context, oldest)).toEqual(oldest)
    const day = { from: '2026-03-03', to: '2026-03-03' }
    const { now } = await readReport(context, day)
    const by = shop.hand.sums('both', of => of === day.from)
    expect(now.figures).toMatchObject({ totalCents: by.totalCents, salesCount: by.salesCount })
    const seen = await searchJournal({ ...context, tillCode: 'A' }, SEARCH, Infinity, 99)
    expect(new Set(seen.map(entry => entry.till))).toEqual(new Set(['A']))
  })

  it('archives the journal of an earlier till code, signed by the current key, and says so', async () => {
    const bytes = await archiveOf('A')
    const report = await checkArchive(bytes)
    expect(report.faults).toEqual([])
    expect(report.facts).toMatchObject({ till: 'A', signatures: report.facts?.count })
    const own = await checkArchive(await archiveOf('B'), { earlier: [bytes] })
    const { keyFingerprint = '' } = own.facts ?? {}
    expect([own.faults, own.notes]).toEqual([[], []])
    expect(report.notes).toEqual([
      { code: 'signed-by-other', entry: null, detail: `B ${keyFingerprint}` },
    ])
    const files = unpack(bytes)
    const changed = textIn(files, 'manifest.json').replace('"from": null', '"from": "2026-01-01"')
    const forged = pack({ ...files, 'manifest.json': new TextEncoder().encode(changed) })
    expect((await checkArchive(forged)).faults.map(({ code }) => code)).toContain(
      'manifest-not-signed',
    )
  })

  it('is checked beside its earlier till codes in any order, and says which it did not read', async () => {
    const [a, b] = [await archiveOf('A'), await archiveOf('B')]
    const broken = a.slice(0, -30)
    expect(newestFirst([a, b])).toEqual([b, a])
    expect(newestFirst([b, broken, a])).toEqual([broken, b, a])
    const notes = async (of: Uint8Array<ArrayBuffer>, earlier: Uint8Array<ArrayBuffer>[]) =>
      (await checkArchive(of, { earlier })).notes.map(({ code, detail }) => `${code} ${detail}`)
    expect(await notes(b, [broken, a])).toEqual(['earlier-unread ?'])
    expect(await notes(b, [b])).toEqual(['compared B', expect.stringMatching(/^continues A-/)])
    expect(await notes(a, [b])).toContain('earlier-unread B')
  })

  it('finds a changed entry of an earlier till code, when its own journal is checked', async () => {
    expect((await checkJournal(context, quiet)).fault).toBeUndefined()
    const entry = await context.tillDb.journal.get(['A', 3])
    if (!entry) throw new Error('something was sealed')
    await context.tillDb.journal.put({ ...entry, at: '2026-03-02T08:00:00.000+01:00' })
    const { fault } = await checkJournal(context, quiet)
    expect(fault).toEqual({ number: 1, fault: 'link-does-not-match' })
  })
})

const SEARCH = { kind: '', fromDay: '', toDay: '' } as const
