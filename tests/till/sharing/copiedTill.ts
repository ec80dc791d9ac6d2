import { aTill } from '../../support/factory'
import { openTill } from '@/till/openTill'
import { keepGroup } from '@/till/sharing/group'
import { makeDeviceKeys } from '@/till/sharing/sealBlock'
import type { TillContext } from '@/till/context'
import { headAfter, type CopyHead } from '@/core/sharing/copyHead'
import type { Grant } from '@/core/sharing/statements'
import { keepEntries } from '@/storage/sharing/copies'
import { othersBeside } from '@/storage/sharing/othersDatabase'

const PAPER_KEY = 'f'.repeat(32)

/** A till that shares with others, before anything came of them. */
export async function aSharingTill(over: Partial<TillContext> = {}): Promise<TillContext> {
  const context = aTill({ newId: () => crypto.randomUUID(), ...over })
  await openTill(context)
  const keys = await makeDeviceKeys()
  await keepGroup(context, { keys, paperKey: PAPER_KEY, address: '' })
  return context
}

/** Takes the journals of another till as copies, as a device with this name in the shop said them. */
export async function takeCopies(
  context: TillContext,
  of: TillContext,
  device: string,
  name: string,
): Promise<void> {
  const others = othersBeside(context.tillDb.name)
  const grant: Grant = {
    kind: 'grant',
    by: PAPER_KEY,
    seq: 0,
    device,
    name,
    letter: of.tillCode,
    manages: false,
    sealingKey: '',
    at: context.now().at,
  }
  await context.tillDb.statements.put({ text: device, statement: grant })
  const entries = await of.tillDb.journal.orderBy('[till+number]').toArray()
  for (const till of new Set(entries.map(entry => entry.till))) {
    const inJournal = entries.filter(entry => entry.till === till)
    const journal = inJournal[0]?.seal ?? ''
    let head: CopyHead | undefined
    for (const entry of inJournal) {
      const kept = await of.tillDb.signatures.get([till, entry.number])
      const record = { kind: 'entry' as const, journal, entry, signature: kept?.signature ?? null }
      head = headAfter(head, record)
      await others.transaction('rw', others.tables, () => keepEntries(others, [record]))
    }
    if (head) await others.copyHeads.put({ ...head, device })
  }
  const heardAt = new Date(context.now().at).toISOString()
  const publicKey = new Uint8Array(65)
  const stream = {
    device,
    lane: 0 as const,
    next: 1,
    hash: '',
    openBase: null,
    publicKey,
    heardAt,
    seen: [],
  }
  await others.streams.put(stream)
  others.close()
}
