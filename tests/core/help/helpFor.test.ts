import { createMemoryHistory } from 'vue-router'
import { expect, it } from 'vitest'
import { HELP_OF_SCREENS, helpOfError, helpOfScreen } from '@/core/help/helpFor'
import type { TillError } from '@/core/errors'
import { loadHelp } from '@/help/loadHelp'
import { en } from '@/messages/en'
import { makeRouter } from '@/router'

const visits = { mayVisit: async () => true, endVisit: () => undefined, refuse: () => undefined }
const screens = makeRouter(
  () => false,
  () => false,
  visits,
  createMemoryHistory(),
)
  .getRoutes()
  .filter(({ redirect }) => redirect === undefined)

it('explains each screen by a page of its own, which exists', async () => {
  const pages = await loadHelp('fr')
  for (const { path } of screens) {
    const shown = path.replace(/\/:.*$/, '')
    expect(Object.keys(HELP_OF_SCREENS), shown).toContain(shown || '/')
  }
  const named = Object.values(HELP_OF_SCREENS)
  expect(named.filter(page => !pages.has(page))).toEqual([])
})

it('takes the longest address that fits', () => {
  expect(helpOfScreen('/config/general/prix')).toBe('remises')
  expect(helpOfScreen('/config/general')).toBe('reglages')
  expect(helpOfScreen('/sales/A-12')).toBe('retrouver-une-vente')
  expect(helpOfScreen('/nowhere')).toBe('sommaire')
})

it('explains each error by a page that exists, and few by the general one', async () => {
  const pages = await loadHelp('fr')
  const codes = Object.keys(en.errors) as TillError['code'][]
  expect(codes.length).toBeGreaterThan(90)
  const explained = codes.map(code => [code, helpOfError(code)] as const)
  expect(explained.filter(([, page]) => !pages.has(page))).toEqual([])
  const general = explained.filter(([, page]) => page === 'depannage').map(([code]) => code)
  expect(general.sort()).toEqual([
    'paper-not-written',
    'storage-failed',
    'ticket-changed-elsewhere',
    'ticket-not-written',
    'write-failed',
  ])
})
