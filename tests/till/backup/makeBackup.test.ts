import { expect, it, vi } from 'vitest'
import { anOpenDevice, backUp, honey, linesIn, sell, ticketOf } from '../../support/backup'
import * as backups from '@/storage/backup/backups'
import { keepSetting } from '@/till/settings/settings'

vi.mock('@/storage/backup/backups', async importOriginal => {
  const actual = await importOriginal<typeof backups>()
  return { ...actual, countEntries: vi.fn(actual.countEntries) }
})

it('holds no cursor of an import that is ahead of its sales', async () => {
  const context = await anOpenDevice()
  const { countEntries } = await vi.importActual<typeof backups>('@/storage/backup/backups')
  // Another tab imports orders while the backup is being made, once the end of the journal is
  // known.
  vi.mocked(backups.countEntries).mockImplementationOnce(async (...of) => {
    await sell(context, ticketOf([honey]))
    const progress = {
      fromDay: '2026-01-01',
      readUntil: 'just now',
      openIds: [],
      met: { states: [], carriers: [], modules: [] },
      names: { shipping: '', wrapping: '', voucher: '' },
      cursor: null,
    }
    await keepSetting(context, 'orderImports', { 'shop.example': progress })
    return countEntries(...of)
  })
  const lines = (await linesIn(await backUp(context))).join('\n')
  expect(lines).toContain('"kind":"journal-opened"')
  expect(lines).not.toContain('"kind":"sale"')
  expect(lines).not.toContain('just now')
})
