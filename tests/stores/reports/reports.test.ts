import { createPinia, setActivePinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import { AT, aTill } from '../../support/factory'
import type { Days } from '@/core/days'
import type { TillChoice } from '@/core/sharing/otherTills'
import { useReportsStore } from '@/stores/reports/reports'

let now = AT
const context = aTill({ now: () => now })
const readReport = vi.fn((days: Days, _choice: TillChoice) => Promise.resolve({ days }))
vi.mock('@/stores/useContext', () => ({
  useContext: () => context,
  useWorker: () => ({ readReport }),
}))

it('reads today as it is on each visit, and free days as they were chosen', async () => {
  setActivePinia(createPinia())
  const reports = useReportsStore()
  await reports.read()
  now = { at: '2026-01-03T08:00:00.000+01:00', day: '2026-01-03' }
  await reports.read()
  expect(readReport.mock.calls.map(([days]) => days.from)).toEqual(['2026-01-02', '2026-01-03'])

  await reports.choose('free')
  await reports.chooseDays({ from: '2025-12-01', to: '2025-12-31' })
  await reports.read()
  expect(reports.days).toEqual({ from: '2025-12-01', to: '2025-12-31' })
})

it('reads the figures of all tills, then of the chosen one; the last choice holds', async () => {
  setActivePinia(createPinia())
  readReport.mockClear()
  const reports = useReportsStore()
  await reports.read()
  let answer: (report: { days: Days }) => void = () => undefined
  readReport.mockReturnValueOnce(new Promise(resolve => (answer = resolve)))
  const other = reports.chooseTill('tablet')
  await reports.chooseTill('own')
  const shown = reports.report
  answer({ days: { from: '1999-01-01', to: '1999-01-01' } })
  await other
  expect(reports.report).toBe(shown)
  expect(readReport.mock.calls.map(([, choice]) => choice)).toEqual(['all', 'tablet', 'own'])
})

it('reads once more, however much came of other tills while it was read', async () => {
  setActivePinia(createPinia())
  readReport.mockClear()
  const reports = useReportsStore()
  let answer: (report: { days: Days }) => void = () => undefined
  readReport.mockReturnValueOnce(new Promise(resolve => (answer = resolve)))
  const news = [reports.readNews(), reports.readNews(), reports.readNews()]
  expect(readReport).toHaveBeenCalledOnce()
  answer({ days: { from: '1999-01-01', to: '1999-01-01' } })
  await Promise.all(news)
  expect(readReport).toHaveBeenCalledTimes(2)
  expect(reports.report?.now).toBeUndefined()
  expect(reports.isReading).toBe(false)

  readReport.mockRejectedValueOnce(new Error('the worker ended'))
  await expect(reports.readNews()).rejects.toThrow('the worker ended')
  await reports.readNews()
  expect(readReport).toHaveBeenCalledTimes(4)
})
