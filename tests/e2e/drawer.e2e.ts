import { expect, test, type Page } from '@playwright/test'
import {
  centsIn,
  chooseAction,
  openDemo,
  openTicket,
  payExact,
  sealedIn,
  tiles,
  typeAmount,
} from './support'

/** Cash expected in the drawer, computed from the journal on disk without the till's code. */
async function cashInJournal(page: Page): Promise<number> {
  const events = await sealedIn(page)
  const opened = events.findLastIndex(event => event.kind === 'drawer-opened')
  return events.slice(opened).reduce((held, event) => {
    if (event.kind === 'drawer-opened') return Number(event.floatCents)
    if (event.kind === 'cash-movement') {
      return held + (event.direction === 'in' ? 1 : -1) * Number(event.amountCents)
    }
    if (!['sale', 'refund', 'payment'].includes(event.kind)) return held
    const cash = event.tenders.filter(tender => tender.kind === 'cash')
    return cash.reduce((sum, tender) => sum + tender.givenCents, held) - event.changeCents
  }, 0)
}

test(
  'a day of the drawer: float, cash in and out, a blind count that agrees with the journal',
  { tag: '@phone-long' },
  async ({ page }) => {
    test.setTimeout(150_000)
    await openDemo(page)
    await openTicket(page)
    await chooseAction(page, 'drawer-float')
    await typeAmount(page, 15000)
    await page.getByTestId('float-set').click()
    await page.getByTestId('sealed-close').click()
    await page.reload()

    await tiles(page).nth(0).click()
    await payExact(page)
    await expect(page.getByTestId('paid-number')).toBeVisible()
    await page.getByTestId('new-ticket').click()
    await tiles(page).nth(1).click()
    await openTicket(page)
    await page.getByTestId('pay-card').last().click()
    await page.getByTestId('validate').click()
    await page.getByTestId('new-ticket').click()
    await tiles(page).nth(2).click()
    await openTicket(page)
    await page.getByTestId('pay-cash').last().click()
    await typeAmount(page, 5000)
    await page.getByTestId('validate').click()
    // Over ten times the ticket: it is asked about, and meant.
    await page.getByTestId('ask-unlikely-yes').click()
    await page.getByTestId('new-ticket').click()

    await openTicket(page)
    await chooseAction(page, 'cash-movement')
    await typeAmount(page, 2000)
    await expect(page.getByTestId('cash-move')).toBeDisabled()
    await page.getByTestId('reason-0').click()
    await page.getByTestId('cash-move').click()
    await page.getByTestId('sealed-close').click()
    await chooseAction(page, 'cash-movement')
    await page.getByTestId('cash-out').check({ force: true })
    await typeAmount(page, 730)
    await page.getByTestId('reason-words').fill('Timbres')
    await page.getByTestId('cash-move').click()
    await page.getByTestId('sealed-close').click()

    const inDrawerCents = await cashInJournal(page)
    await chooseAction(page, 'drawer')
    expect(await centsIn(page, 'drawer-expected')).toBe(inDrawerCents)
    await expect(page.getByTestId('drawer')).toContainText('Timbres')
    await page.getByTestId('sheet-close').last().click()

    await chooseAction(page, 'cash-count')
    await expect(page.getByTestId('count-expected')).toHaveCount(0)
    await page.getByTestId('coin-5000').fill('3')
    await page.getByTestId('coin-more-50').click()
    await page.getByTestId('coin-more-50').click()
    await page.getByTestId('coin-less-50').click()
    await page.getByTestId('coin-2').fill('3760000000017')
    expect(await centsIn(page, 'cash-sum')).toBe(15050)
    await page.getByTestId('count-given').click()
    expect(await centsIn(page, 'count-expected')).toBe(inDrawerCents)
    await page.getByTestId('reason-1').click()
    await page.getByTestId('count-set').click()
    await expect(page.getByTestId('sealed')).toBeVisible()
    const events = await sealedIn(page)
    expect(events.at(-1)).toMatchObject({
      kind: 'cash-counted',
      expectedCents: inDrawerCents,
      countedCents: 15050,
      differenceCents: 15050 - inDrawerCents,
      coins: [
        { valueCents: 5000, count: 3 },
        { valueCents: 50, count: 1 },
      ],
      reason: 'Erreur de rendu',
    })
    await page.getByTestId('sealed-close').click()

    await chooseAction(page, 'drawer-open')
    await page.getByTestId('reason-0').click()
    await page.getByTestId('drawer-open').click()
    await page.getByTestId('sealed-close').click()
    expect((await sealedIn(page)).at(-1)).toMatchObject({ what: 'drawer-without-sale' })
  },
)

test('a count that is right needs no reason, and a scanned code is no sum', async ({ page }) => {
  await openDemo(page)
  await openTicket(page)
  await chooseAction(page, 'drawer-float')
  await expect(page.getByTestId('float-set')).toBeVisible()
  await page.keyboard.type('3760000000017', { delay: 150 })
  await expect(page.getByTestId('error-amount-unlikely')).toBeVisible()
  await expect(page.getByTestId('float-set')).toBeDisabled()
  await page.getByTestId('key-back').click()
  await page.getByTestId('cash-by-coins').check({ force: true })
  await page.getByTestId('coin-1000').fill('4')
  await page.getByTestId('float-set').click()
  await page.getByTestId('sealed-close').click()

  await chooseAction(page, 'cash-count')
  await page.getByTestId('cash-by-sum').check({ force: true })
  await typeAmount(page, 4000)
  await page.getByTestId('count-given').click()
  await expect(page.getByTestId('reason-0')).toHaveCount(0)
  await page.getByTestId('count-set').click()
  await expect(page.getByTestId('sealed')).toBeVisible()
  expect((await sealedIn(page)).slice(-2)).toMatchObject([
    { kind: 'drawer-opened', floatCents: 4000, coins: [{ valueCents: 1000, count: 4 }] },
    { kind: 'cash-counted', differenceCents: 0, reason: '' },
  ])
})

test('an empty drawer is counted with one tap', { tag: '@phone-only' }, async ({ page }) => {
  await openDemo(page)
  await openTicket(page)
  await chooseAction(page, 'drawer-float')
  await typeAmount(page, 2000)
  await page.getByTestId('float-set').click()
  await page.getByTestId('sealed-close').click()
  await chooseAction(page, 'cash-count')
  await page.getByTestId('coin-1000').fill('1')
  await expect(page.getByTestId('count-empty')).toHaveCount(0)
  await page.getByTestId('coin-1000').fill('')
  await page.getByTestId('count-empty').click()
  expect(await centsIn(page, 'count-difference')).toBe(-2000)
  await page.getByTestId('count-again').click()
  await page.getByTestId('count-empty').click()
  await page.getByTestId('reason-0').click()
  await page.getByTestId('count-set').click()
  await expect(page.getByTestId('sealed')).toBeVisible()
  expect((await sealedIn(page)).at(-1)).toMatchObject({ countedCents: 0, coins: [] })
})
