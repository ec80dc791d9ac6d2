import { expect, test, type Page } from '@playwright/test'
import {
  centsOf,
  changeKeptTicket,
  chooseAction,
  isPhone,
  openDemo,
  openTicket,
  sealedIn,
  tiles,
  typeAmount,
  type SealedEvent,
} from './support'

const centsIn = async (page: Page, testId: string) =>
  centsOf(await page.getByTestId(testId).last().textContent())

/** Puts the first articles on a ticket and opens its payment; returns the amount to pay. */
async function beginToPay(page: Page, means: 'cash' | 'card', articles = 3): Promise<number> {
  for (let index = 0; index < articles; index += 1) await tiles(page).nth(index).click()
  await openTicket(page)
  await page.getByTestId(`pay-${means}`).last().click()
  return centsIn(page, 'due')
}

async function lastSealed(page: Page, kind: string): Promise<SealedEvent> {
  const found = (await sealedIn(page)).findLast(event => event.kind === kind)
  expect(found, `a sealed ${kind}`).toBeDefined()
  return found!
}

const sum = (tenders: { givenCents: number }[]) =>
  tenders.reduce((total, tender) => total + tender.givenCents, 0)

test(
  'several tenders: the rest is shown, one is removed, only cash gives change',
  { tag: '@phone' },
  async ({ page }) => {
    await openDemo(page)
    const dueCents = await beginToPay(page, 'cash')
    await page.getByTestId('split').click()
    await typeAmount(page, 1000)
    await page.getByTestId('means-card').click()
    // What the terminal has not accepted yet counts for nothing, as where it pays all.
    await expect(page.getByTestId('taken')).toHaveCount(0)
    await expect(page.getByTestId('validate')).toHaveText('Paiement accepté')
    await page.getByTestId('validate').click()
    await expect.poll(() => centsIn(page, 'left')).toBe(dueCents - 1000)
    // The card was debited: a reload forgets nothing of it, and the ticket says so.
    await page.reload()
    await openTicket(page)
    expect(await centsIn(page, 'ticket-taken')).toBe(1000)
    await page.getByTestId('ticket-taken').click()
    await expect.poll(() => centsIn(page, 'left')).toBe(dueCents - 1000)
    await typeAmount(page, 300)
    await page.getByTestId('means-transfer').click()
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('taken')).toHaveCount(2)
    await page.getByTestId('taken-remove-1').click()
    await expect.poll(() => centsIn(page, 'left')).toBe(dueCents - 1000)
    expect(await lastSealed(page, 'trace')).toMatchObject({
      what: 'tender-removed',
      detail: { tender: 'transfer', amountCents: 300 },
    })

    await typeAmount(page, 200)
    await page.getByTestId('means-cheque').click()
    // Without the confirmation, choosing another method asks for it, and No takes nothing.
    await page.getByTestId('means-cash').click()
    await page.getByTestId('ask-part-no').click()
    await expect(page.getByTestId('taken')).toHaveCount(1)
    await page.getByTestId('split').click()
    await typeAmount(page, 200)
    await page.getByTestId('means-cheque').click()
    await expect(page.getByTestId('ask-part')).toHaveCount(0)
    await page.getByTestId('means-cash').click()
    await page.getByTestId('ask-part-yes').click()
    await expect(page.getByTestId('taken')).toHaveCount(2)
    const leftCents = dueCents - 1200
    await typeAmount(page, leftCents + 277)
    expect(await centsIn(page, 'change-due')).toBe(277)
    await expect(page.getByTestId('received')).toContainText('1 × 2 € · 1 × 50 c · 1 × 20 c')
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toBeVisible()

    const sale = await lastSealed(page, 'sale')
    expect(sale).toMatchObject({ totalCents: dueCents, changeCents: 277, dueCents: 0 })
    expect(sale.tenders.map(({ kind, givenCents }) => [kind, givenCents])).toEqual([
      ['card', 1000],
      ['cheque', 200],
      ['cash', leftCents + 277],
    ])
    expect(sum(sale.tenders) - sale.changeCents).toBe(dueCents)
    await page.goto('/#/sales/3')
    for (const name of ['Carte', 'Chèque', 'Espèces', 'Rendu']) {
      await expect(page.getByTestId('receipt')).toContainText(name)
    }
  },
)

test('an amount above what is due is refused as it is, never altered, and nothing is sealed', async ({
  page,
}) => {
  await openDemo(page)
  const dueCents = await beginToPay(page, 'card')
  await typeAmount(page, dueCents + 1)
  await expect(page.getByTestId('error-tender-over')).toBeVisible()
  await expect(page.getByTestId('validate')).toBeDisabled()
  expect(await centsIn(page, 'entered')).toBe(dueCents + 1)
  await page.keyboard.press('Enter')

  await page.getByTestId('split').click()
  await typeAmount(page, dueCents + 100)
  for (const means of ['card', 'cheque', 'transfer']) {
    await page.getByTestId(`means-${means}`).click()
    await expect(page.getByTestId('error-tender-over')).toBeVisible()
    await expect(page.getByTestId('taken')).toHaveCount(0)
  }
  expect((await sealedIn(page)).some(event => event.kind === 'sale')).toBe(false)
  await page.getByTestId('key-clear').click()
  await expect(page.getByTestId('error-tender-over')).toBeHidden()
})

test('tenders taken stay where the payment is left and begun again @long', async ({ page }) => {
  await openDemo(page)
  const dueCents = await beginToPay(page, 'cash')
  await typeAmount(page, 500)
  await page.getByTestId('means-card').click()
  await page.getByTestId('sheet-close').last().click()
  await page.getByTestId('pay-card').last().click()
  await expect.poll(() => centsIn(page, 'left')).toBe(dueCents - 500)
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  const { tenders } = await lastSealed(page, 'sale')
  expect(tenders.map(tender => tender.givenCents)).toEqual([500, dueCents - 500])
})

test('keys that reach the page in one moment all count, and are all erased @long', async ({
  page,
}) => {
  await openDemo(page)
  await beginToPay(page, 'cash')
  // As the till itself sends keys that it held back until they proved to be a person's.
  const press = (keys: string[]) =>
    page.evaluate(all => {
      for (const key of all) window.dispatchEvent(new KeyboardEvent('keydown', { key }))
    }, keys)
  await press(['5', '0'])
  await expect(page.getByTestId('entered')).toContainText('50,00')
  await press(['Backspace', 'Backspace'])
  await expect(page.getByTestId('entered')).toContainText('0,00')
  await expect(page.getByTestId('validate')).toBeDisabled()
})

for (const delayMs of [0, 5, 150]) {
  const long = delayMs === 5 ? '' : ' @long'
  test(`a barcode typed ${delayMs} ms a key is no amount, and is never sealed${long}`, async ({
    page,
  }) => {
    await openDemo(page)
    const dueCents = await beginToPay(page, 'cash')
    await page.keyboard.type('3760000000017', { delay: delayMs })
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('validate')).toBeDisabled()
    // However slow, the keys of a code are a scan: none of them stays in the amount.
    await expect(page.getByTestId('entered')).toContainText('0,00')
    await page.getByTestId('key-back').click()
    await expect(page.getByTestId('payment')).toBeVisible()
    expect((await sealedIn(page)).some(event => event.kind === 'sale')).toBe(false)

    await page.locator('[data-testid^="quick-"]').first().click()
    await page.getByTestId('validate').click()
    await expect(page.getByTestId('paid-number')).toBeVisible()
    expect(sum((await lastSealed(page, 'sale')).tenders)).toBe(dueCents)
  })
}

test('the owner’s payment methods: vouchers within their ceiling, one of the shop’s own, all traced', async ({
  page,
}) => {
  await openDemo(page)
  await page.goto('/#/config/general/reglements')
  await page.getByTestId('means-row-meal-voucher').getByTestId('means-on').check()
  await page.getByTestId('means-row-transfer').getByTestId('means-on').uncheck()
  await page.getByTestId('means-row-card').getByTestId('means-name').fill('Carte bleue')
  await page.getByTestId('means-add').click()
  await expect(page.getByTestId('means-save')).toBeDisabled()
  await page.getByTestId('means-name').last().fill('Chèque cadeau')
  await page.getByTestId('means-account').last().fill('4191')
  await page.getByTestId('means-up').last().click()
  await page.getByTestId('voucher-ceiling').fill('15,00')
  await page.getByTestId('means-save').click()
  await expect(page.getByTestId('means-saved')).toBeVisible()
  const traced = (await sealedIn(page)).filter(event => event.kind === 'trace')
  expect(traced.map(trace => (trace.detail as { name: string }).name)).toEqual([
    'tenderMeans',
    'mealVoucherCeilingCents',
  ])

  await page.reload()
  await page.goto('/#/sell')
  await expect(tiles(page).first()).toBeVisible()
  const dueCents = await beginToPay(page, 'cash')
  expect(dueCents).toBeGreaterThan(2000)
  await expect(page.getByTestId('means-transfer')).toHaveCount(0)
  await page.getByTestId('means-meal-voucher').click()
  expect(await centsIn(page, 'entered')).toBe(1500)
  await typeAmount(page, 1501)
  await expect(page.getByTestId('error-meal-voucher-over')).toBeVisible()
  await page.getByTestId('split').click()
  await page.getByTestId('means-meal-voucher').click()
  const gift = page.getByRole('button', { name: 'Chèque cadeau', exact: true })
  await gift.click()
  await page.getByTestId('ask-part-yes').click()
  await expect.poll(() => centsIn(page, 'left')).toBe(dueCents - 1500)
  await typeAmount(page, 300)
  await page.getByTestId('validate').click()
  await page.getByTestId('means-card').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()

  const { tenders } = await lastSealed(page, 'sale')
  expect(tenders).toEqual([
    { kind: 'meal-voucher', name: 'Titre-restaurant', account: '5115', givenCents: 1500 },
    { kind: 'other', name: 'Chèque cadeau', account: '4191', givenCents: 300 },
    { kind: 'card', name: 'Carte bleue', account: '511', givenCents: dueCents - 1800 },
  ])
  await page.goto('/#/sales')
  await page.locator('[data-testid^="sale-"]').first().click()
  for (const { name } of tenders) await expect(page.getByTestId('receipt')).toContainText(name)
})

test('the rest is left due by a customer only, then paid in parts, each with its receipt', async ({
  page,
}) => {
  await openDemo(page)
  const dueCents = await beginToPay(page, 'cash')
  await expect(page.getByTestId('leave-due')).toBeDisabled()
  await page.getByTestId('sheet-close').last().click()
  await chooseAction(page, 'customer')
  await page.getByTestId('customer-search').fill('Zoé Lefèvre')
  await page.getByTestId('customer-add').click()
  await page.getByTestId('customer-field-company').fill('Atelier Bleu')
  await page.getByTestId('customer-save').click()
  await expect(page.getByTestId('ticket-customer')).toContainText('Atelier Bleu')
  await page.getByTestId('pay-card').last().click()
  await typeAmount(page, 500)
  await page.getByTestId('leave-due').click()
  await page.getByTestId('ask-part-yes').click()
  await expect(page.getByTestId('paid-due')).toBeVisible()
  const sale = await lastSealed(page, 'sale')
  expect(sale).toMatchObject({ dueCents: dueCents - 500 })
  expect(sum(sale.tenders)).toBe(500)

  await page.goto('/#/sales')
  const owed = page.getByTestId('sale-2')
  await expect(owed).toContainText('Reste dû')
  await expect(owed).toContainText('Zoé Lefèvre · Atelier Bleu')
  await page.getByTestId('sales-search').pressSequentially('lefevre', { delay: 120 })
  await expect(page.getByTestId('sales-found')).toContainText('1 vente')
  await expect(owed).toContainText('Reste dû')
  await page.getByTestId('sales-search').fill('')
  await page.getByTestId('pill-due').click()
  await expect(owed).toContainText('Zoé Lefèvre · Atelier Bleu')
  await owed.click()
  await expect(page.getByTestId('debtor')).toHaveText('Zoé Lefèvre · Atelier Bleu')
  expect(await centsIn(page, 'still-due')).toBe(dueCents - 500)
  await page.getByTestId('pay-debt').click()
  await page.getByTestId('means-card').click()
  await typeAmount(page, dueCents - 499)
  await expect(page.getByTestId('error-tender-over')).toBeVisible()
  await page.getByTestId('key-clear').click()
  await page.getByTestId('split').click()
  await typeAmount(page, 100)
  await page.getByTestId('means-cheque').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('taken')).toHaveCount(1)
  // As with a ticket, a reload forgets nothing of it, and the sale says so.
  await page.reload()
  await page.getByTestId('pill-due').click()
  await expect.poll(() => centsIn(page, 'ticket-taken')).toBe(100)
  await page.getByTestId('ticket-taken').click()
  await expect(page.getByTestId('taken')).toHaveCount(1)
  await typeAmount(page, 200)
  await page.getByTestId('means-card').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('taken')).toHaveCount(2)
  await page.getByTestId('taken-remove-1').click()
  await expect(page.getByTestId('taken')).toHaveCount(1)
  expect(await lastSealed(page, 'trace')).toMatchObject({
    what: 'tender-removed',
    detail: { saleNumber: 2, tender: 'card', amountCents: 200 },
  })
  await page.getByTestId('leave-due').click()
  await expect(page.getByTestId('payment-receipt')).toContainText('AP-000001')
  await expect.poll(() => centsIn(page, 'still-due')).toBe(dueCents - 600)
  await expect(page.getByTestId('ticket-taken')).toHaveCount(0)

  await page.getByTestId('pay-debt').click()
  await page.getByTestId('means-cash').click()
  await page.locator('[data-testid^="quick-"]').first().click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('payment-receipt')).toContainText('AP-000002')
  await expect(page.getByTestId('pay-debt')).toHaveCount(0)
  await expect(page.getByTestId('payment-receipt')).toContainText('A-000001')
  const payments = (await sealedIn(page)).filter(event => event.kind === 'payment')
  expect(payments).toMatchObject([
    { dueBeforeCents: dueCents - 500, dueCents: dueCents - 600, saleNumber: 2 },
    { dueBeforeCents: dueCents - 600, dueCents: 0, saleNumber: 2 },
  ])
  expect(await lastSealed(page, 'sale')).toEqual(sale)
  if (isPhone(page)) await page.goto('/#/sales')
  // Nothing is due any more: the filter is gone, and all sales are listed again.
  await expect(page.getByTestId('pill-due')).toHaveCount(0)
  const paid = page.locator('.list [data-testid="sale-2"]')
  await expect(paid).toBeVisible()
  await expect(paid).not.toContainText('Reste dû')
})

test('the exact amount is given back; an even exchange takes one tap @long', async ({ page }) => {
  await openDemo(page)
  await tiles(page).nth(0).click()
  await changeKeptTicket(page, { givenBackLines: [0] })
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  const backCents = await centsIn(page, 'due')
  expect(backCents).toBeGreaterThan(0)
  await typeAmount(page, backCents + 1)
  await expect(page.getByTestId('error-give-back-differs')).toBeVisible()
  await page.getByTestId('means-card').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  expect(await lastSealed(page, 'refund')).toMatchObject({
    totalCents: -backCents,
    changeCents: 0,
    tenders: [{ kind: 'card', givenCents: -backCents }],
  })
  await page.getByTestId('new-ticket').click()

  await tiles(page).nth(0).click()
  await changeKeptTicket(page, { givenBackLines: [0] })
  await tiles(page).nth(0).click()
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  expect(await centsIn(page, 'due')).toBe(0)
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  expect(await lastSealed(page, 'sale')).toMatchObject({ totalCents: 0, tenders: [] })
})

test('amounts are typed in euros everywhere, and ten times the ticket is asked once', async ({
  page,
}) => {
  await openDemo(page)
  const dueCents = await beginToPay(page, 'cash')
  await page.keyboard.type('50', { delay: 120 })
  await expect(page.getByTestId('entered')).toHaveText(/^50,00/)
  await page.getByTestId('key-clear').click()
  for (const key of ['1', '00', '0', 'comma', '5']) await page.getByTestId(`key-${key}`).click()
  await expect(page.getByTestId('entered')).toHaveText(/^1.000,50/)
  await page.getByTestId('key-clear').click()

  await typeAmount(page, dueCents * 10)
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('ask-unlikely')).toBeVisible()
  await page.getByTestId('ask-unlikely-no').click()
  expect(await centsIn(page, 'entered')).toBe(0)
  expect((await sealedIn(page)).some(event => event.kind === 'sale')).toBe(false)
  await typeAmount(page, dueCents * 10)
  await page.getByTestId('validate').click()
  await page.getByTestId('ask-unlikely-yes').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  expect(await lastSealed(page, 'sale')).toMatchObject({ changeCents: dueCents * 9 })
})

test('several people pay one table in meal vouchers, each up to the ceiling', async ({ page }) => {
  await openDemo(page)
  await page.goto('/#/config/general/reglements')
  await page.getByTestId('means-row-meal-voucher').getByTestId('means-on').check()
  await page.getByTestId('voucher-ceiling').fill('10')
  await page.getByTestId('means-save').click()
  await expect(page.getByTestId('means-saved')).toBeVisible()
  await page.goto('/#/sell')
  const dueCents = await beginToPay(page, 'cash')
  await page.getByTestId('means-meal-voucher').click()
  expect(await centsIn(page, 'entered')).toBe(1000)
  await typeAmount(page, 1850)
  await expect(page.getByTestId('error-meal-voucher-over')).toContainText(
    'par personne et par jour',
  )
  await page.getByTestId('voucher-people-more').click()
  await expect(page.getByTestId('voucher-people')).toHaveText('2 personnes')
  await expect(page.getByTestId('error-meal-voucher-over')).toHaveCount(0)
  await page.getByTestId('validate').click()
  await page.getByTestId('means-card').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  expect(await lastSealed(page, 'sale')).toMatchObject({
    voucherPeople: 2,
    tenders: [
      { kind: 'meal-voucher', givenCents: 1850 },
      { kind: 'card', givenCents: dueCents - 1850 },
    ],
  })
})
