// What a shop does on its first day, in order; the same in each engine.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { until } from './page.mjs'
import { entriesOf } from './books.mjs'

const HONEY = 'tile-ps-9'
const HONEY_CODE = [...'2900000000094']
const ENTER = '\uE007'

/** Sizes of the screens that the till is made for. */
export const SIZES = { tablet: [1280, 800], upright: [800, 1280], phone: [390, 844] }

const ROUTES = [
  '#/sell',
  '#/sales',
  '#/articles',
  '#/config',
  '#/config/general/caisse',
  '#/config/general/sauvegarde',
  '#/config/appareils',
  '#/closings',
  '#/reports',
  '#/customers',
  '#/aide/vendre',
]

function expect(what, isSo, detail = '') {
  if (!isSo) throw new Error(`${what}${detail === '' ? '' : `: ${detail}`}`)
}

/** Takes the exact cash for what is on the ticket. */
async function payCash(page, number) {
  await page.tap('pay-cash')
  await page.tap('quick-*', { first: true })
  await page.tap('validate')
  await page.says('paid-number', number)
}

async function newTicket(page) {
  await page.tap('new-ticket')
  await page.see('search')
}

const ofKind = async (page, kind) =>
  (await entriesOf(page)).flatMap(({ event }) => (event.kind === kind ? [event] : []))

async function checkJournal(page, copies) {
  await page.go('#/config/general/caisse')
  await page.tap('check-journal')
  await page.says('journal-check', 'écritures vérifiées')
  // What was copied beside it was compared, and agrees.
  if (copies) await page.says('journal-check', 'copie')
}

export const STEPS = {
  'the demo shop is tried, and synced': async ({ page, shot }) => {
    await page.resize(...SIZES.tablet)
    await page.go('')
    await shot('welcome')
    await page.tap('try-demo')
    await page.see('sync-summary')
    await page.tap('nav-sell')
    await page.see(HONEY)
    await shot('shelf')
  },
  'an article is tapped, cash taken, the receipt shown': async ({ page, shot }) => {
    await page.tap(HONEY)
    await page.tap(HONEY)
    await page.says('ticket-total', '19,00')
    await payCash(page, 'A-000001')
    await shot('paid')
    await newTicket(page)
    await page.go('#/sales/2')
    await page.says('receipt', 'A-000001')
    await page.says('seal-check', 'Sceau vérifié ✓')
    await shot('receipt')
  },
  'a name is found whatever its accents': async ({ page }) => {
    await page.go('#/sell')
    await page.fill('search', 'CHATAIGNIER')
    await until('one tile', async () => (await page.count('tile-ps-*')) === 1)
    await page.says('tile-ps-*', 'Miel de châtaignier')
    await page.fill('search', '')
  },
  'a scan sells one piece, whether the search has the focus or not': async ({ page }) => {
    await page.press([...HONEY_CODE, ENTER], 5)
    await page.says('ticket-total', '9,50')
    await page.ask(() => document.activeElement?.blur())
    await new Promise(resolve => setTimeout(resolve, 1_500))
    await page.press([...HONEY_CODE, ENTER], 5)
    await page.says('ticket-total', '19,00')
  },
  'a ticket is parked, and resumed': async ({ page }) => {
    await page.tap('ticket-park')
    await until('an empty ticket', async () => (await page.count('ticket-line-*')) === 0)
    await page.tap('ticket-park')
    await page.tap('parked-*')
    await page.says('ticket-total', '19,00')
    await payCash(page, 'A-000002')
    await newTicket(page)
  },
  'the till is kept for offline, its storage protected, its journal copied, as far as the engine can':
    async ({ page, persists, copies }) => {
      await page.go('#/config/general/caisse')
      await page.says('opens-offline', 'elle s’ouvre sans réseau')
      const persisted = await page.ask(() => navigator.storage.persisted())
      expect('the storage is as protected as the engine grants', persisted === persists, persisted)
      if (copies) await page.see('copy-space')
      else expect('no copy is spoken of', (await page.count('copy-space')) === 0)
    },
  'a backup is made, as a file': async ({ page, folder }) => {
    await page.go('#/config/general/sauvegarde')
    await page.fill('passphrase', 'quatre mots bien choisis')
    await page.fill('passphrase-again', 'quatre mots bien choisis')
    await page.tap('passphrase-choose')
    await page.tap('backup-make')
    await page.see('backup-made')
    const file = await until('the file', () =>
      readdirSync(folder).find(name => /^comptoir-A-.*\.backup$/.test(name)),
    )
    await until('its bytes', () => statSync(join(folder, file)).size > 1_000)
  },
  'the page itself scrolls in no direction, at each size': async ({ page, shot }) => {
    for (const [size, sides] of Object.entries(SIZES)) {
      await page.resize(...sides)
      for (const route of ROUTES) {
        await page.go(route)
        await page.see('nav-sell')
        await new Promise(resolve => setTimeout(resolve, 300))
        const over = await page.ask(() => {
          const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
          return [scrollWidth - clientWidth, scrollHeight - clientHeight]
        })
        await shot(`${size}${route.replaceAll(/\W+/g, '-')}`)
        expect(`${route} fits a ${size}`, over.join() === '0,0', `${over.join(' and ')} px over`)
      }
    }
  },
  'a sale on a phone': async ({ page, shot }) => {
    await page.resize(...SIZES.phone)
    await page.go('#/sell')
    await page.fill('search', 'chataignier')
    await page.tap(HONEY)
    await page.fill('search', '')
    await page.tap('ticket-open')
    await shot('phone-ticket')
    await page.tap('pay-cash')
    await shot('phone-payment')
    await page.tap('quick-*', { first: true })
    await page.tap('validate')
    await page.says('paid-number', 'A-000003')
    await shot('phone-paid')
    await page.tap('new-ticket')
    await page.resize(...SIZES.tablet)
  },
  'the day is closed': async ({ page, shot }) => {
    await page.go('#/closings/open')
    await page.see('x-report')
    await page.tap('close-day')
    await page.tap('close-uncounted')
    await page.says('closing', 'AZ-000001')
    const [closing] = await ofKind(page, 'closing')
    expect('the closing has all sales', closing.totals.totalCents === 1900 + 1900 + 950)
    await shot('closing')
  },
  'English, then French again': async ({ page, shot }) => {
    await page.go('#/config/general/caisse')
    await page.tap('language-en')
    await page.says('nav-sell', 'Sell')
    await page.go('#/sell')
    await page.tap(HONEY)
    await page.says('ticket-total', '€9.50')
    await shot('english')
    await page.tap('ticket-clear')
    await page.go('#/config/general/caisse')
    await page.tap('language-fr')
    await page.says('nav-sell', 'Vendre')
  },
  'the server is gone: the till opens, and sells': async ({ page, server, shot }) => {
    await until('the service worker', () =>
      page.ask(() => navigator.serviceWorker.controller !== null),
    )
    await server.end()
    await page.go('#/sell')
    await page.reload()
    await page.see('offline-badge')
    await page.see(HONEY)
    await until('pictures', () =>
      page.ask(() => document.querySelector('[data-testid="tile-ps-9"] img')?.naturalWidth > 0),
    )
    await shot('offline')
    await page.tap(HONEY)
    await page.says('ticket-total', '9,50')
    await payCash(page, 'A-000004')
    await shot('offline-paid')
  },
  'opened again, every sale is there, and the chain holds': async ({ page, copies }) => {
    await page.reload()
    await page.see(HONEY)
    const totals = (await ofKind(page, 'sale')).map(sale => sale.totalCents)
    expect('four sales', totals.join() === '1900,1900,950,950', totals.join())
    await checkJournal(page, copies)
  },
  'the browser ends and opens again, without the server': async ({ reopen, shot, copies }) => {
    const page = await reopen()
    await page.resize(...SIZES.tablet)
    await page.go('')
    await page.see(HONEY)
    await page.see('offline-badge')
    await page.tap(HONEY)
    await payCash(page, 'A-000005')
    await newTicket(page)
    await page.go('#/sales/2')
    await page.says('receipt', 'A-000001')
    await shot('reopened')
    await checkJournal(page, copies)
    expect('five sales', (await ofKind(page, 'sale')).length === 5)
  },
}
