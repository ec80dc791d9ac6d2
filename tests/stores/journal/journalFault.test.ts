import { createPinia, setActivePinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import { anotherTab } from '../../support/factory'
import { anOpenDevice } from '../../support/backup'
import { useJournalFaultStore } from '@/stores/journal/journalFault'
import { tellFindings } from '@/till/journal/tellFindings'
import type { CopyFinding } from '@/till/journal/compareCopies'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({ useContext: () => context, useWorker: () => ({}) }))

/** What the copy holds of an earlier journal, which the database lacks. */
const FINDING: CopyFinding = {
  from: 'copy',
  kind: 'ahead',
  till: 'D',
  opening: '0'.repeat(16),
  number: 4,
  seal: 'a'.repeat(64),
  held: 0,
}

async function aStore() {
  setActivePinia(createPinia())
  const faults = useJournalFaultStore()
  await faults.start()
  return faults
}

it('tells a fault that is found after the till opened, until it is read in any tab', async () => {
  vi.stubGlobal('reportError', (error: unknown) => expect(error).toBeUndefined())
  context = await anOpenDevice()
  const faults = await aStore()
  expect(faults.told).toBeNull()

  await tellFindings(context, [FINDING], ['D'])
  await vi.waitFor(() => expect(faults.told).toMatchObject({ kind: 'put-back', till: 'D' }))

  context = anotherTab(context)
  const elsewhere = await aStore()
  await elsewhere.dismiss()
  await vi.waitFor(() => expect(faults.told).toBeNull())
})
