import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { expect, it, vi } from 'vitest'
import { aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import { aSharingTill, takeCopies } from '../../till/sharing/copiedTill'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { useInspectionStore } from '@/stores/journal/inspection'

const context = await aSharingTill()
vi.mock('@/stores/useContext', () => ({
  useContext: () => context,
  useWorker: () => ({}),
}))
vi.stubGlobal('reportError', (error: unknown) => {
  throw error
})
vi.mock('@/stores/sharing/sharing', () => ({ useSharingStore: () => ({ state: null }) }))

it('shows each day of a copy once, chosen while the journal is still being read', async () => {
  const tablet = aTill({ tillCode: 'B', newId: () => crypto.randomUUID() })
  await openTill(tablet)
  await sellTicket(tablet, aTicket(), [aTender(1548)], CONTEXT)
  await takeCopies(context, tablet, 'b'.repeat(32), 'Tablette')
  const journal = (await tablet.tillDb.journal.get(['B', 1]))?.seal ?? ''
  setActivePinia(createPinia())
  const inspection = useInspectionStore()
  const reading = inspection.read()
  inspection.chooseCopy(journal)
  await nextTick()
  await reading
  const count = await tablet.tillDb.journal.count()
  await vi.waitFor(() => {
    expect(inspection.days).toEqual([{ day: '2026-01-02', first: 1, last: count, count }])
    expect(inspection.entries).toHaveLength(count)
  })
  expect(inspection.entries.every(({ till }) => till === 'B')).toBe(true)
})
