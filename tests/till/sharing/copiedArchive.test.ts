import { strFromU8, unzipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import { aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { aSharingTill, takeCopies } from './copiedTill'
import { isPeriodArchived } from '@/core/archive/isPeriodArchived'
import type { ArchivePeriod } from '@/core/archive/manifest'
import { NOBODY } from '@/core/people/user'
import { makeArchive } from '@/till/archive/makeArchive'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { readKeyFingerprint } from '@/till/journal/checkJournal'
import { planPurge } from '@/till/journal/purgeJournal'
import { listOtherTills } from '@/till/sharing/copies/listOtherTills'
import { checkArchive } from '@/verifier/checkArchive'

const WHOLE: ArchivePeriod = { from: null, to: null }
const TABLET = 'b'.repeat(32)
const quiet = () => undefined

let phone: TillContext
let tablet: TillContext
let day = '2026-01-02'
const now = () => ({ at: `${day}T10:00:00.000+01:00`, day })
const sell = (context: TillContext) =>
  sellTicket(context, aTicket(undefined, context.newId()), [aTender(1548)], CONTEXT)

/** Rows by table. */
type Image = readonly (readonly [string, readonly unknown[]])[]
let imageOfThe3rd: Image = []
const imageOf = ({ tillDb }: TillContext): Promise<Image> =>
  Promise.all(tillDb.tables.map(async table => [table.name, await table.toArray()] as const))

beforeEach(async () => {
  day = '2026-01-02'
  phone = await aSharingTill({ now })
  tablet = aTill({ tillCode: 'B', now, newId: () => crypto.randomUUID() })
  await openTill(tablet)
  for (const one of ['2026-01-02', '2026-01-03', '2026-01-04']) {
    day = one
    await sell(tablet)
    if (day === '2026-01-03') imageOfThe3rd = await imageOf(tablet)
  }
  await takeCopies(phone, tablet, TABLET, 'Tablette')
})

async function archive(period = WHOLE, copyOf?: string) {
  const [till] = await listOtherTills(phone)
  const journal = copyOf ?? till?.parts[0]?.journal ?? ''
  const options = { copyOf: journal, verifierPage: null, onProgress: quiet }
  return makeArchive(phone, NOBODY, period, options)
}
const bytesOf = async (made: Awaited<ReturnType<typeof archive>>) => {
  if (!made.ok) throw new Error(made.error.code)
  return new Uint8Array(await made.value.blob.arrayBuffer())
}

it('an archive from a copy is sound, and says that it is one, by whom, and how far', async () => {
  const made = await archive()
  expect(made).toMatchObject({
    ok: true,
    value: { name: 'comptoir-archive-B-copie-debut_2026-01-04.zip' },
  })
  const bytes = await bytesOf(made)
  const last = (await tablet.tillDb.heads.get('B'))?.number ?? 0
  const report = await checkArchive(bytes)
  expect(report.faults).toEqual([])
  expect(report.isSound).toBe(true)
  expect(report.facts).toMatchObject({ till: 'B', firstEntry: 1, lastEntry: last })
  expect(report.notes).toEqual([
    { code: 'made-from-copy', entry: last, detail: 'A' },
    { code: 'copy-signed-by', entry: null, detail: `A ${await readKeyFingerprint(phone)}` },
  ])
  const files = unzipSync(bytes)
  const readMe = strFromU8(files['LISEZMOI.txt'] ?? new Uint8Array())
  expect(readMe).toContain('Faite d’une COPIE de ce journal (Tablette), par la caisse A')
  expect(readMe).toContain(`La copie y va jusqu’à l’écriture ${last}`)
  const lines = strFromU8(files['entries.jsonl'] ?? new Uint8Array())
    .trim()
    .split('\n')
  expect(lines.map(line => (JSON.parse(line) as { entry: unknown }).entry)).toEqual(
    await tablet.tillDb.journal.orderBy('[till+number]').toArray(),
  )
})

describe('the archive of a till beside one made from its copy', () => {
  const ownArchive = async (context: TillContext) =>
    bytesOf(await makeArchive(context, NOBODY, WHOLE, { verifierPage: null, onProgress: quiet }))
  const compared = (bytes: Uint8Array<ArrayBuffer>, other: Uint8Array<ArrayBuffer>) =>
    checkArchive(bytes, { earlier: [other] })
  /** The tablet as a whole image of it put it back, after its sale of the 3rd. */
  async function putBack(): Promise<TillContext> {
    const back = aTill({ tillCode: 'B', now, newId: () => crypto.randomUUID() })
    for (const [name, rows] of imageOfThe3rd) await back.tillDb.table(name).bulkPut(rows)
    return back
  }

  it('has the same entries, and says how many; a copy that lags is no fault', async () => {
    const copied = await bytesOf(await archive())
    await sell(tablet)
    day = '2026-01-05'
    const own = await ownArchive(tablet)
    const count = (await tablet.tillDb.journal.count()) - 2
    expect(await compared(own, copied)).toMatchObject({
      isSound: true,
      notes: [{ code: 'compared', entry: count, detail: 'A' }],
    })
    const later = await bytesOf(await archive())
    const behind = await compared(later, own)
    expect(behind.isSound).toBe(true)
    expect(behind.notes.map(({ code }) => code)).toContain('copy-behind')
    expect(behind.notes).toContainEqual({ code: 'compared', entry: count, detail: 'B' })
  })

  it('is told where it was put back to an earlier day, or goes on from there otherwise', async () => {
    const copied = await bytesOf(await archive())
    const back = await putBack()
    day = '2026-01-05'
    const shorter = await ownArchive(back)
    expect((await checkArchive(shorter)).faults).toEqual([])
    const { faults } = await compared(shorter, copied)
    const { lastEntry = 0 } = (await checkArchive(shorter)).facts ?? {}
    expect(faults.map(({ code, entry }) => [code, entry])).toEqual([
      ['shorter-than-copy', lastEntry + 1],
    ])

    for (let sold = 0; sold < 4; sold += 1) await sell(back)
    const forked = await compared(await ownArchive(back), copied)
    expect(forked.faults.map(({ code, detail }) => [code, detail])).toEqual([
      ['copies-differ', 'A'],
    ])
  })

  it('is compared with nothing that is not intact', async () => {
    const copied = await bytesOf(await archive())
    const cut = copied.slice()
    const at = copied.length >> 1
    cut[at] = (cut[at] ?? 0) ^ 255
    const { notes } = await compared(await ownArchive(tablet), cut)
    expect(notes.map(({ code }) => code)).not.toContain('compared')
  })
})

it('a period of a copy is archived by itself', async () => {
  const bytes = await bytesOf(await archive({ from: '2026-01-03', to: '2026-01-03' }))
  const report = await checkArchive(bytes)
  expect(report.faults).toEqual([])
  const ofDay = (await tablet.tillDb.journal.toArray()).filter(one => one.day === '2026-01-03')
  expect(report.facts).toMatchObject({
    firstEntry: Math.min(...ofDay.map(({ number }) => number)),
    lastEntry: Math.max(...ofDay.map(({ number }) => number)),
  })
  expect(await archive({ from: '2020-01-01', to: '2020-01-01' })).toMatchObject({
    ok: false,
    error: { code: 'archive-empty' },
  })
  expect(await archive(WHOLE, '0'.repeat(64))).toMatchObject({
    ok: false,
    error: { code: 'archive-empty' },
  })
})

it('an altered copy is found by the verifier, as any archive', async () => {
  const { othersBeside } = await import('@/storage/sharing/othersDatabase')
  const others = othersBeside(phone.tillDb.name)
  await others.copyEntries.toCollection().modify(({ record }) => {
    if (record.entry.event.kind === 'sale') record.entry.event.totalCents += 1
  })
  others.close()
  const report = await checkArchive(await bytesOf(await archive()))
  expect(report.isSound).toBe(false)
  expect(report.faults.map(({ code }) => code)).toContain('seal-differs')
})

it('lets this till purge nothing, nor take its own year for archived, whatever the letter', async () => {
  const twin = aTill({ now, newId: () => crypto.randomUUID() })
  await openTill(twin)
  for (let sold = 0; sold < 20; sold += 1) await sell(twin)
  await takeCopies(phone, twin, 'd'.repeat(32), 'Jumelle')
  const journal = (await twin.tillDb.journal.get(['A', 1]))?.seal ?? ''
  const report = await checkArchive(await bytesOf(await archive(WHOLE, journal)))
  expect(report.isSound).toBe(true)
  expect(await planPurge(phone, report)).toEqual({
    ok: false,
    error: { code: 'purge-not-covered' },
  })
  const traces = await phone.tillDb.journal.toArray()
  const trace = traces.find(({ event }) => event.kind === 'trace' && event.what === 'archive-made')
  expect(trace?.event).toMatchObject({ detail: { letter: 'A', copyOf: journal } })
  expect(trace && isPeriodArchived(trace, { firstEntry: 1, lastEntry: 2 })).toBe(false)
})
