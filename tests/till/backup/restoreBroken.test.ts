import { describe, expect, it } from 'vitest'
import {
  anOpenDevice,
  backUp,
  diskOf,
  honey,
  linesIn,
  PASSPHRASE,
  reopened,
  restore,
  sell,
  ticketOf,
  withLines,
} from '../../support/backup'
import { aCopiedTill, copyAll, findingsOf } from '../../support/copies'
import { aCustomer } from '../../support/factory'
import { documentLabel } from '@/core/journal/series'
import { checkJournal } from '@/till/journal/checkJournal'
import { tellFindings } from '@/till/journal/tellFindings'
import { forgetToldFault, listFaults, readToldFault } from '@/till/journal/toldFault'
import type { TillContext } from '@/till/context'

const AS_IT_IS = { acceptsBroken: true }

/** A backup of two sales and a customer, each line of it changed. */
async function alteredBackup(change: (line: string) => string | null): Promise<Blob> {
  const till = await anOpenDevice()
  await till.tillDb.customers.add(aCustomer())
  await sell(till, ticketOf([honey, honey]))
  await sell(till, ticketOf([honey]))
  const lines = (await linesIn(await backUp(till))).flatMap(line => change(line) ?? [])
  return withLines([...lines.slice(0, -1), JSON.stringify(['end', lines.length - 2])])
}

const isEntry = (line: string, number: number) =>
  line.startsWith('["entry"') && line.includes(`"number":${number},"previous"`)

const lowered = () =>
  alteredBackup(line =>
    isEntry(line, 2) ? line.replace('"totalCents":1900', '"totalCents":1') : line,
  )

const tracesIn = async ({ tillDb, tillCode }: TillContext) =>
  (await tillDb.journal.filter(({ till }) => till === tillCode).sortBy('number')).flatMap(
    ({ event }) => (event.kind === 'trace' ? event : []),
  )

describe('a backup whose journal does not hold', () => {
  it('is refused, with nothing written, until its owner wants it as it is', async () => {
    const file = await lowered()
    const tablet = await anOpenDevice()
    const before = await diskOf(tablet.tillDb)
    const broken = { code: 'backup-journal-broken', till: 'A', number: 2 }
    expect(await restore(tablet, file)).toEqual({ ok: false, error: broken })
    expect(await diskOf(tablet.tillDb)).toEqual(before)
    expect(await restore(tablet, file, PASSPHRASE, AS_IT_IS)).toMatchObject({ ok: true })
    expect(await tablet.tillDb.customers.count()).toBe(1)
  })

  it('comes back unmended: the fault is sealed and told, and the next letter goes on', async () => {
    const tablet = await anOpenDevice()
    await restore(tablet, await lowered(), PASSPHRASE, AS_IT_IS)
    const next = await reopened(tablet)
    expect(next.tillCode).toBe('B')
    expect(await tablet.tillDb.journal.get(['A', 2])).toMatchObject({ event: { totalCents: 1 } })
    const fault = { kind: 'backup-broken', till: 'A', number: 2, to: 'B' }
    expect(await readToldFault(next)).toMatchObject(fault)
    await forgetToldFault(next)
    expect(await listFaults(next)).toMatchObject([fault])
    expect((await tracesIn(next)).map(({ what }) => what)).toEqual(
      expect.arrayContaining(['journal-fault', 'backup-restored']),
    )
    // No check calls it sound, nor the totals that the new letter carries on from it.
    const old = await checkJournal({ ...next, tillCode: 'A' }, () => undefined)
    expect(old.fault).toMatchObject({ number: 2 })
    expect((await checkJournal(next, () => undefined)).fault).toEqual({
      number: 1,
      fault: 'link-does-not-match',
    })
    expect(documentLabel((await sell(next, ticketOf([honey]))).event.document)).toBe('B-000001')
  })

  it.each<[string, (line: string) => string | null]>([
    ['an entry is missing', line => (isEntry(line, 2) ? null : line)],
    ['all signatures are missing', line => (line.startsWith('["signature"') ? null : line)],
    [
      'the last signature is missing',
      line =>
        line.includes('["signature"') && line.includes('"number":3')
          ? line.replace(/"signature":"....../, '"signature":"AAAAAA')
          : line,
    ],
  ])('comes back and is told where %s', async (_what, change) => {
    const file = await alteredBackup(change)
    const tablet = await anOpenDevice()
    expect(await restore(tablet, file)).toMatchObject({ error: { code: 'backup-journal-broken' } })
    expect(await restore(tablet, file, PASSPHRASE, AS_IT_IS)).toMatchObject({ ok: true })
    const next = await reopened(tablet)
    expect(await readToldFault(next)).toMatchObject({ kind: 'backup-broken', till: 'A' })
    await sell(next, ticketOf([honey]))
    expect((await checkJournal(next, () => undefined)).fault).toBeUndefined()
  })

  it('is backed up and restored again, as long as its owner wants it', async () => {
    const tablet = await anOpenDevice()
    await restore(tablet, await lowered(), PASSPHRASE, AS_IT_IS)
    const next = await reopened(tablet)
    await sell(next, ticketOf([honey]))
    const again = await backUp(next)
    const third = await anOpenDevice()
    expect(await restore(third, again)).toMatchObject({ error: { till: 'A', number: 2 } })
    const restored = await restore(third, again, PASSPHRASE, AS_IT_IS)
    expect(restored).toMatchObject({ ok: true, value: { tillCode: 'C' } })
  })

  it('is refused for good where a journal has no beginning', async () => {
    const file = await alteredBackup(line => (isEntry(line, 1) ? null : line))
    const tablet = await anOpenDevice()
    const before = await diskOf(tablet.tillDb)
    const refused = { ok: false, error: { code: 'backup-journal-gone', till: 'A' } }
    expect(await restore(tablet, file)).toEqual(refused)
    expect(await restore(tablet, file, PASSPHRASE, AS_IT_IS)).toEqual(refused)
    expect(await diskOf(tablet.tillDb)).toEqual(before)
  })
})

describe('a restore on a device whose copy knows more', () => {
  it('goes on under a letter that no copy knows, and tells what the backup lacks', async () => {
    const { till, copy } = await aCopiedTill(1)
    const file = await backUp(till)
    await sell(till, ticketOf([honey]))
    await copyAll(till, copy)
    // The database is cleared; the copies know A further, and that B was used too.
    const tablet = await anOpenDevice()
    const restored = await restore(tablet, file, PASSPHRASE, { alsoUsed: ['A', 'B'] })
    expect(restored).toMatchObject({ ok: true, value: { tillCode: 'C' } })
    const next = await reopened(tablet)
    const findings = await findingsOf(next, copy)
    expect(findings).toMatchObject([{ kind: 'ahead', till: 'A' }])
    await tellFindings(next, findings, ['A', 'B'])
    expect(await readToldFault(next)).toMatchObject({ kind: 'put-back', till: 'A', to: 'C' })
    expect(documentLabel((await sell(next, ticketOf([honey]))).event.document)).toBe('C-000001')
  })
})
