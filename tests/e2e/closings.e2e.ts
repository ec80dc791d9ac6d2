import { expect, test, type Page } from '@playwright/test'
import { parseAnchor } from '../../src/core/closing/anchor'
import {
  centsOf,
  chooseAction,
  isPhone,
  openDemo,
  openTicket,
  payExact,
  sealedIn,
  tiles,
  typeAmount,
} from './support'
import { CASHIER, openDemoWithTeam, OWNER, switchTo, tapPin } from './team'

const EVENING = '2026-11-30T18:00:00+01:00'
const TWO_DAYS_LATER = '2026-12-02T09:00:00+01:00'

async function openAct(page: Page, act: string): Promise<void> {
  await openTicket(page)
  await chooseAction(page, act)
}

async function sell(page: Page, place: number): Promise<void> {
  await tiles(page).nth(place).click()
  await payExact(page)
  await page.getByTestId('new-ticket').click()
}

const closingsIn = async (page: Page) =>
  (await sealedIn(page)).filter(event => event.kind === 'closing')
const soldIn = async (page: Page) =>
  (await sealedIn(page))
    .filter(event => event.kind === 'sale')
    .reduce((sum, event) => sum + event.totalCents, 0)

test(
  'a day is read, counted with a difference, closed, shown again the same, printed and sent',
  { tag: '@phone' },
  async ({ page }) => {
    test.setTimeout(150_000)
    await page.clock.setFixedTime(EVENING)
    await openDemo(page)
    await page.goto('/#/config/general/boutique')
    await page.getByTestId('owner-email').fill('anne@boutique.example')
    await page.getByTestId('owner-email-save').click()
    await page.getByTestId('nav-sell').click()
    await openAct(page, 'drawer-float')
    await typeAmount(page, 10_000)
    await page.getByTestId('float-set').click()
    await page.getByTestId('sealed-close').click()
    if (isPhone(page)) await page.reload()
    await sell(page, 0)
    await sell(page, 1)
    const soldCents = await soldIn(page)

    await page.getByTestId('nav-sales').click()
    await page.getByTestId('closings').click()
    await page.getByTestId('open-period').click()
    const report = page.getByTestId('x-report')
    expect(centsOf(await report.getByTestId('closing-total').textContent())).toBe(soldCents)
    await expect(report).toContainText('Rapport X')
    await expect(report.getByTestId('closing-code')).toHaveCount(0)
    expect(await closingsIn(page)).toEqual([])

    await page.getByTestId('close-day').click()
    await page.getByTestId('close-count').click()
    await page.getByTestId('coin-5000').fill('2')
    await page.getByTestId('count-given').click()
    expect(centsOf(await page.getByTestId('count-difference').textContent())).toBe(-soldCents)
    await page.getByTestId('reason-1').click()
    await page.getByTestId('count-set').click()
    const closing = page.getByTestId('closing')
    await expect(closing.getByTestId('closing-number')).toContainText('AZ-000001')
    await expect(closing.getByTestId('cash-reason')).toContainText('Erreur de rendu')
    await expect(page.getByTestId('seal-check')).toHaveClass(/notice--good/)
    const [sealed] = await closingsIn(page)
    expect(sealed).toMatchObject({
      period: 'day',
      of: '2026-11-30',
      isLate: false,
      totals: { totalCents: soldCents, salesCount: 2 },
      cash: {
        expectedCents: 10_000 + soldCents,
        countedCents: 10_000,
        differenceCents: 0 - soldCents,
        coins: [{ valueCents: 5_000, count: 2 }],
        reason: 'Erreur de rendu',
      },
    })
    const shown = await closing.innerText()

    const letter = decodeURIComponent(
      (await page.getByTestId('closing-mail').getAttribute('href')) ?? '',
    )
    expect(letter).toContain('mailto:anne@boutique.example?')
    expect(letter).toContain(String(sealed?.lastSeal))
    const anchor = parseAnchor(letter)
    expect(anchor?.till).toBe('A')
    for (const hex of [anchor?.seal, anchor?.keyFingerprint]) {
      expect(shown.replaceAll(' ', '')).toContain(hex ?? 'none')
    }

    await page.evaluate(() => {
      window.print = () => {
        const area = document.querySelector('.print-area')
        document.title = `${document.documentElement.className} ${area?.textContent}`
      }
    })
    await page.getByTestId('closing-print').click()
    await expect(page).toHaveTitle(/prints-80mm .*AZ-000001.*Erreur de rendu.*Sceau de la clôture/)

    await page.reload()
    await expect(closing).toBeVisible()
    expect(await closing.innerText()).toBe(shown)
    await page.goto('/#/closings/open')
    await expect(page.getByTestId('day-closed')).toBeVisible()
    await expect(page.getByTestId('close-day')).toHaveCount(0)
  },
)

test('a forgotten day is closed at the next opening, for its own day, and the month with it', async ({
  page,
}) => {
  await page.clock.setFixedTime(EVENING)
  await openDemo(page)
  await sell(page, 0)
  const soldCents = await soldIn(page)

  await page.clock.setFixedTime(TWO_DAYS_LATER)
  await page.reload()
  await sell(page, 1)
  await expect.poll(async () => (await closingsIn(page)).length).toBe(2)
  expect(await closingsIn(page)).toMatchObject([
    {
      period: 'day',
      of: '2026-11-30',
      isLate: true,
      cash: null,
      totals: { totalCents: soldCents },
    },
    { period: 'month', of: '2026-11', isLate: false, totals: { totalCents: soldCents } },
  ])

  await page.goto('/#/closings')
  await page.getByTestId('closings-month').check({ force: true })
  await page.getByTestId('closing-AM-000001').click()
  await expect(page.getByTestId('closing-of')).toHaveText('Novembre 2026')
  const total = page.getByTestId('closing').getByTestId('closing-total')
  expect(centsOf(await total.textContent())).toBe(soldCents)
  await page.goto('/#/closings/open')
  await expect(page.getByTestId('x-report').getByTestId('closing-of')).toHaveText(
    'Mercredi 2 décembre 2026',
  )
})

test('a cashier closes the day with the approval of someone who may', async ({ page }) => {
  await openDemoWithTeam(page)
  await switchTo(page, CASHIER)
  await page.getByTestId('nav-sell').click()
  await openAct(page, 'close-day')
  await expect(page.getByTestId('approval')).toBeVisible()
  await tapPin(page, OWNER.pin)
  await page.getByTestId('close-day').click()
  await page.getByTestId('close-uncounted').click()
  await expect(page.getByTestId('closing-number')).toContainText('AZ-000001')
  expect((await sealedIn(page)).slice(-2)).toMatchObject([
    { what: 'approval', detail: { act: 'close-day' } },
    { kind: 'closing', cash: null, user: { name: CASHIER.name } },
  ])
})
