import { expect, test, type Page } from '@playwright/test'
import {
  axeFindings,
  chooseAction,
  openActions,
  openDemo,
  openTicket,
  payExact,
  tiles,
} from './support'
import { CASHIER, chip, openDemoWithTeam, OWNER, switchTo, tapPin } from './team'

const SMALLEST_PX = 48

/** axe finds nothing, and every control is large enough for a finger. */
async function expectUsable(page: Page, where: string): Promise<void> {
  expect(await axeFindings(page), where).toEqual([])
  expect(await smallControls(page), where).toEqual([])
  expect(await textOutOfSight(page), where).toBe(false)
}

/** Visible controls that are smaller than a finger, in either direction. */
function smallControls(page: Page): Promise<string[]> {
  return page.evaluate(smallest => {
    const controls = document.querySelectorAll<HTMLElement>(
      'button, a[href], select, textarea, summary, input:not([type=radio])',
    )
    return [...controls].flatMap(control => {
      // A check box is pressed anywhere on its line.
      const target = control.matches('[type=checkbox]') ? control.closest('label') : control
      const { width, height } = (target ?? control).getBoundingClientRect()
      const isShown =
        control.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1
      const isSkip = control.classList.contains('skip')
      return isShown && !isSkip && (width < smallest - 0.5 || height < smallest - 0.5)
        ? [`${control.outerHTML.slice(0, 90)} ${width}×${height}`]
        : []
    })
  }, SMALLEST_PX)
}

/** Nothing pushes the page wider or higher than the screen: what is long scrolls inside it. */
function textOutOfSight(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement
    return scrollWidth > clientWidth || scrollHeight > clientHeight
  })
}

/** Each theme at one size: colours are the same at both. */
const sizeOf = (colorScheme: 'light' | 'dark') => (colorScheme === 'dark' ? '@phone-only' : [])

for (const colorScheme of ['light', 'dark'] as const) {
  test(
    `every screen is usable by all, ${colorScheme}`,
    { tag: sizeOf(colorScheme) },
    async ({ page }) => {
      test.setTimeout(280_000)
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto('/')
      await expect(page.getByTestId('try-demo')).toBeVisible()
      await expectUsable(page, 'welcome')

      await openDemo(page)
      await expectUsable(page, 'sell')
      await tiles(page).nth(0).click()
      await tiles(page).nth(1).click()
      await openTicket(page)
      await expectUsable(page, 'ticket')
      for (const act of ['park', 'split', 'share', 'shortcuts']) {
        await openActions(page, act)
        await expectUsable(page, 'acts')
        await page.getByTestId(`action-${act}`).click()
        await expectUsable(page, act)
        await page.getByTestId('sheet-close').last().click()
      }
      await page.getByTestId('ticket-park').click()
      await expectUsable(page, 'undo')
      await page.getByTestId('ticket-park').click()
      await expectUsable(page, 'parked')
      await page.locator('[data-testid^="discard-"]').click()
      await expectUsable(page, 'discard')
      await page.getByTestId('discard-no').click()
      await page.locator('[data-testid^="parked-"]').click()
      await page.getByTestId('pay-cash').last().click()
      await expectUsable(page, 'cash')
      await page.getByTestId('means-card').click()
      await expectUsable(page, 'card')
      await page.getByTestId('means-cash').click()
      await page.locator('[data-testid^="quick-"]').first().click()
      await page.getByTestId('validate').click()
      await expect(page.getByTestId('paid-number')).toBeVisible()
      await expectUsable(page, 'paid')

      await page.goto('/#/sales')
      const sold = page.locator('a[data-testid^="sale-"]').first()
      // Parking has sealed its traces before the sale.
      const sale = (await sold.getAttribute('href'))?.slice(2) ?? ''
      for (const place of [
        'sales',
        sale,
        'invoices',
        'closings',
        'closings/open',
        'articles',
        'config',
        'customers',
        'config/general/commandes',
        'config/general/boutique',
        'config/general/prix',
        'config/general/caisse',
        'config/equipe',
        'archives',
        'config/general/reglements',
        'config/general/scanner',
        'config/general/comptabilite',
        'reports',
        'debut/boutique',
        'debut/equipe',
        'debut/papier',
      ]) {
        await page.goto(`/#/${place}`)
        await page.waitForTimeout(300)
        await expectUsable(page, place)
      }

      await page.goto('/#/closings/open')
      await page.getByTestId('close-day').click()
      await expectUsable(page, 'closing the day')
      await page.getByTestId('close-uncounted').click()
      await expect(page.getByTestId('closing-number')).toBeVisible()
      await expectUsable(page, 'closing')

      await page.goto('/#/sales')
      await page.getByTestId('sales-days').click()
      await page.getByTestId('sales-search').fill('zzz')
      await expect(page.getByTestId('sales-found')).toContainText('0')
      await expectUsable(page, 'sales looked for')
      await page.goto(`/#/${sale}`)
      await page.getByTestId('refund').click()
      await page.getByTestId('refund-all').click()
      await expectUsable(page, 'refund')
      await page.getByTestId('refund-now').click()
      await expectUsable(page, 'giving back')
      await page.getByTestId('validate').click()
      await expect(page.getByTestId('paid-number')).toBeVisible()
      await page.getByTestId('new-ticket').click()
      await openTicket(page)
      await chooseAction(page, 'return')
      await page.getByTestId('return-search').fill('châtaignier')
      await page.locator('[data-testid^="return-ps-"]').first().click()
      await expectUsable(page, 'return without a ticket')
    },
  )
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(
    `choosing who serves is usable by all, ${colorScheme} @long`,
    { tag: sizeOf(colorScheme) },
    async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await openDemoWithTeam(page)
      await expectUsable(page, 'team')
      await page.getByTestId(`member-${CASHIER.name}`).click()
      await expectUsable(page, 'member')
      await page.getByTestId('member-pin').click()
      await expectUsable(page, 'new PIN')
      await page.getByTestId('sheet-close').click()
      await page.getByTestId('recovery-renew').click()
      await expect(page.getByTestId('recovery-code')).toBeVisible()
      await expectUsable(page, 'recovery code')
      await page.getByTestId('recovery-noted').click()

      await switchTo(page, CASHIER)
      await expectUsable(page, 'who serves')
      await page.getByTestId('nav-config').click()
      await tapPin(page, '246813')
      await expect(page.getByTestId('error-pin-wrong')).toBeVisible()
      await expectUsable(page, 'approval')
      await page.getByTestId('sheet-close').click()
      await chip(page).click()
      await expectUsable(page, 'switch')
      await page.getByTestId('lock-now').click()
      await expect(page.getByTestId('lock-screen')).toBeVisible()
      await expectUsable(page, 'lock')
      await page.getByTestId(`person-${OWNER.name}`).click()
      await page.getByTestId('pin-forgotten').click()
      await expectUsable(page, 'recover')
      await page.getByTestId('sheet-close').click()
      await page.getByTestId('other-person').click()

      // Training belongs to the shop's space: the demo counts nothing anyway.
      await page.evaluate(() => {
        localStorage.setItem('comptoir.space', 'shop')
        localStorage.setItem('comptoir.training', 'yes')
      })
      // Another address before the `#`: the page is loaded anew, in one navigation.
      await page.goto('/?lesson#/config/general/caisse')
      await expect(page.getByTestId('training-banner')).toBeVisible()
      await expectUsable(page, 'training')
    },
  )
}

test('a whole sale by keyboard alone', async ({ page }) => {
  await openDemo(page)
  await page.getByTestId('search').focus()
  await page.keyboard.type('sencha', { delay: 120 })
  await expect(tiles(page)).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.locator('.ticket-line')).toHaveCount(1)
  for (let step = 0; step < 150; step += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
    if (focused === 'pay-cash') break
  }
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('payment')).toBeVisible()
  // At a person's pace: faster, it would be a scanner's code.
  await page.keyboard.type('20', { delay: 120 })
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('paid-number')).toBeVisible()
})

test('the receipt alone prints', async ({ page }) => {
  await openDemo(page)
  await tiles(page).first().click()
  await payExact(page)
  await page.evaluate(() => {
    window.print = () => {
      const area = document.querySelector('.print-area')
      document.title = `printed ${document.documentElement.className} ${area?.textContent?.slice(0, 2000)}`
    }
  })
  await page.goto('/#/sales/2')
  await page.getByTestId('print').click()
  await expect(page).toHaveTitle(/printed prints-80mm .*Ticket n°.A-000001/)
})
