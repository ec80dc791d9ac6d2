import { expect, test, type Page } from '@playwright/test'
import { connectShop, typeSeller } from './settings/identity'
import { isPhone, openDemo, openTicket, payExact, readyOffline, tiles } from './support'
import {
  CASHIER,
  chip,
  choosePin,
  enterAt,
  key,
  lockScreen,
  nameCashier,
  nameOwner,
  openDemoWithTeam,
  OWNER,
  switchTo,
  tapPin,
} from './team'

// The till opens again without a network here.
test.use({ serviceWorkers: 'allow' })

/** Traces sealed in the journal, read from its database. */
function tracesIn(page: Page, database: string): Promise<{ what: string; training: boolean }[]> {
  return page.evaluate(
    name =>
      new Promise((resolve, reject) => {
        const open = indexedDB.open(name)
        open.addEventListener('error', () => reject(new Error(String(open.error))))
        open.addEventListener('success', () => {
          const all = open.result.transaction('journal').objectStore('journal').getAll()
          all.addEventListener('success', () => {
            open.result.close()
            const entries = all.result as { training: boolean; event: { what?: string } }[]
            resolve(
              entries.flatMap(({ event, training }) =>
                event.what ? [{ what: event.what, training }] : [],
              ),
            )
          })
        })
      }),
    database,
  )
}

test(
  'an owner and a cashier serve in turn, offline, and receipts say who',
  { tag: '@phone-long' },
  async ({ page, context }) => {
    await openDemo(page)
    await readyOffline(page)
    await context.setOffline(true)
    await nameOwner(page)
    await nameCashier(page)

    await page.getByTestId('nav-sell').click()
    await chip(page).click()
    await page.getByTestId('lock-now').click()
    await expect(lockScreen(page)).toBeVisible()
    await expect(tiles(page)).toHaveCount(0)

    await page.getByTestId(`person-${CASHIER.name}`).click()
    for (const digit of CASHIER.pin) await key(page, digit).click()
    const pressedAt = Date.now()
    await page.getByTestId('pin-enter').click()
    await expect(chip(page)).toContainText(CASHIER.name)
    test.info().annotations.push({
      type: 'switch',
      description: `${Date.now() - pressedAt} ms from the last tap to the next cashier`,
    })

    await tiles(page).first().click()
    await payExact(page)
    await expect(page.getByTestId('paid-number')).toBeVisible()
    await page.reload()
    await expect(chip(page)).toContainText(CASHIER.name)
    await page.goto('/#/sales')
    await page.locator('[data-testid^="sale-"]').first().click()
    await expect(page.getByTestId('receipt')).toContainText(`Servi par ${CASHIER.name}`)

    await page.close()
    const again = await context.newPage()
    await again.goto('/')
    await expect(lockScreen(again)).toBeVisible()
  },
)

test('a ticket in progress goes from one cashier to the next @long', async ({ page }) => {
  await openDemoWithTeam(page)
  await page.getByTestId('nav-sell').click()
  await tiles(page).first().click()
  await switchTo(page, CASHIER)
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveCount(1)

  // A parked ticket stays when the person who parked it leaves.
  await page.getByTestId('ticket-park').click()
  await chip(page).click()
  await page.getByTestId('lock-now').click()
  await expect(lockScreen(page)).toBeVisible()
  await enterAt(page, OWNER)
  await page.getByTestId('ticket-park').click()
  await page.locator('[data-testid^="parked-"]').click()
  await expect(page.locator('.ticket-line')).toHaveCount(1)
})

test('a keyboard types the PIN as well, and a wrong one opens nothing @long', async ({ page }) => {
  await openDemoWithTeam(page)
  await chip(page).click()
  await page.getByTestId('lock-now').click()
  await page.getByTestId(`person-${CASHIER.name}`).click()
  await expect(page.getByTestId('pin-enter')).toBeVisible()
  await page.keyboard.type(OWNER.pin, { delay: 90 })
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('error-pin-wrong')).toBeVisible()
  await expect(lockScreen(page)).toBeVisible()
  await page.keyboard.type(`${CASHIER.pin}9`, { delay: 90 })
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Enter')
  await expect(chip(page)).toContainText(CASHIER.name)
})

test(
  'an owner allows a cashier one visit to the settings, without changing user',
  { tag: '@phone-only' },
  async ({ page }) => {
    await openDemoWithTeam(page)
    await page.getByTestId('nav-sell').click()
    await switchTo(page, CASHIER)

    await page.getByTestId('nav-config').click()
    await expect(page.getByTestId('approval')).toBeVisible()
    await page.getByTestId('sheet-close').click()
    await expect(page).toHaveURL(/#\/sell$/)

    await page.getByTestId('nav-config').click()
    await tapPin(page, OWNER.pin)
    await expect(page.getByTestId('config-caisse')).toBeVisible()
    await expect(chip(page)).toContainText(CASHIER.name)
    await page.getByTestId('config-caisse').click()
    await expect(page.getByTestId('version')).toBeVisible()
    const approvals = async () =>
      (await tracesIn(page, 'comptoir-till-demo')).filter(({ what }) => what === 'approval').length
    expect(await approvals()).toBe(1)

    await page.getByTestId('nav-sell').click()
    await page.getByTestId('nav-config').click()
    await expect(page.getByTestId('approval')).toBeVisible()
    expect(await approvals()).toBe(1)
  },
)

test('a visit that was allowed ends with its cashier, and after a reload @long', async ({
  page,
}) => {
  await openDemoWithTeam(page)
  await switchTo(page, CASHIER)
  await expect(page).toHaveURL(/#\/sell$/)
  await page.getByTestId('nav-config').click()
  await tapPin(page, OWNER.pin)
  await expect(page.getByTestId('config-caisse')).toBeVisible()
  await page.reload()
  await expect(page.getByTestId('approval')).toBeVisible()
  await page.getByTestId('sheet-close').click()
  await expect(page).toHaveURL(/#\/sell$/)
  await expect(tiles(page).first()).toBeVisible()
})

test('wrong PINs are slowed, and a reload does not make the wait shorter', async ({ page }) => {
  await openDemoWithTeam(page)
  await chip(page).click()
  await page.getByTestId('lock-now').click()
  await page.getByTestId(`person-${OWNER.name}`).click()
  for (let tries = 1; tries <= 4; tries += 1) {
    await tapPin(page, '246813')
    await expect(page.getByTestId('error-pin-wrong')).toContainText(`${5 - tries}`)
  }
  await tapPin(page, '246813')
  await expect(page.getByTestId('error-pin-wait')).toBeVisible()
  await expect(page.getByTestId('pin-enter')).toBeDisabled()
  await expect(key(page, '7')).toBeDisabled()

  await page.reload()
  await page.getByTestId(`person-${OWNER.name}`).click()
  await expect(page.getByTestId('error-pin-wait')).toBeVisible()
  await expect(key(page, '7')).toBeDisabled()
  const traces = await tracesIn(page, 'comptoir-till-demo')
  expect(traces.filter(({ what }) => what === 'pin-refused')).toHaveLength(1)

  await page.getByTestId('other-person').click()
  await enterAt(page, CASHIER)
  await expect(chip(page)).toContainText(CASHIER.name)
})

test('an owner who forgot the PIN comes back with the recovery code', async ({ page }) => {
  const code = await openDemoWithTeam(page)
  await chip(page).click()
  await page.getByTestId('lock-now').click()
  await page.getByTestId(`person-${OWNER.name}`).click()
  await page.getByTestId('pin-forgotten').click()
  await page.getByTestId('recover-code').fill(`0000${code.slice(4)}`)
  await page.getByTestId('recover-next').click()
  await choosePin(page, '864203')
  await expect(page.getByTestId('error-recovery-code-wrong')).toBeVisible()

  await page.getByTestId('recover-code').fill(code.toLowerCase().replaceAll('-', ' '))
  await page.getByTestId('recover-next').click()
  await choosePin(page, '864203')
  const next = page.getByTestId('recovery-code')
  await expect(next).toBeVisible()
  expect(await next.textContent()).not.toBe(code)
  await page.getByTestId('recovery-noted').click()
  await expect(chip(page)).toContainText(OWNER.name)
  await chip(page).click()
  await page.getByTestId('lock-now').click()
  await enterAt(page, { ...OWNER, pin: '864203' })
  await expect(chip(page)).toContainText(OWNER.name)
})

test('the team is changed by its owner, and keeps one @long', async ({ page }) => {
  await openDemoWithTeam(page)
  await page.getByTestId(`member-${OWNER.name}`).click()
  await page.getByTestId('member-remove').click()
  await page.getByTestId('member-remove-sure').click()
  await expect(page.getByTestId('error-owner-needed')).toBeVisible()
  await page.getByTestId('sheet-close').click()

  await page.getByTestId(`member-${CASHIER.name}`).click()
  await page.getByTestId('member-name').fill(` ${OWNER.name.toLowerCase()} `)
  await expect(page.getByTestId('error-user-name-taken')).toBeVisible()
  await page.getByTestId('member-name').fill('Léonie')
  await page.getByTestId('role-manager').check({ force: true })
  await page.getByTestId('member-next').click()
  await page.getByTestId('member-Léonie').click()
  await page.getByTestId('member-pin').click()
  // Four digits are too few for a new PIN, and an easy one is refused.
  for (const digit of '9042') await key(page, digit).click()
  await expect(page.getByTestId('pin-enter')).toBeDisabled()
  for (let digits = 0; digits < 4; digits += 1) await page.getByTestId('key-back').click()
  await tapPin(page, '123456')
  await expect(page.getByTestId('pin-easy')).toBeVisible()
  await tapPin(page, '904217')
  await tapPin(page, '654322')
  await expect(page.getByTestId('pin-step')).toContainText('pas le même')
  await choosePin(page, '904217')
  await expect(page.getByTestId('pin-enter')).toHaveCount(0)

  await switchTo(page, { name: 'Léonie', pin: '904217' })
  await expect(page).toHaveURL(/#\/sell$/)
  await page.getByTestId('nav-config').click()
  await expect(page.getByRole('dialog')).toContainText('Accord du propriétaire')
  await tapPin(page, OWNER.pin)
  await page.getByTestId('config-equipe').click()
  await expect(page.getByTestId('approval')).toBeVisible()
})

test('the till asks who serves after a while, but never while an amount is asked for @long', async ({
  page,
}) => {
  await page.clock.install()
  await openDemoWithTeam(page)
  await page.getByTestId('auto-lock-5').check({ force: true })
  await page.getByTestId('nav-sell').click()
  await tiles(page).first().click()
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  await page.clock.runFor(6 * 60_000)
  await expect(page.getByTestId('payment')).toBeVisible()
  await page.getByTestId('sheet-close').last().click()
  await page.clock.runFor(4 * 60_000)
  await expect(lockScreen(page)).toHaveCount(0)
  await page.clock.runFor(2 * 60_000)
  await expect(lockScreen(page)).toBeVisible()
})

test('training is marked everywhere, numbered apart, and its ticket stays in it', async ({
  page,
  baseURL,
}) => {
  await connectShop(page, baseURL)
  await typeSeller(page)
  await page.getByTestId('seller-save').click()
  await page.getByTestId('nav-articles').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
  await nameOwner(page)
  await nameCashier(page)
  await page.getByTestId('nav-sell').click()
  await switchTo(page, CASHIER)
  await tiles(page).nth(0).click()
  await tiles(page).nth(1).click()

  await page.getByTestId('nav-config').click()
  await tapPin(page, OWNER.pin)
  await page.getByTestId('config-caisse').click()
  await expect(page.getByTestId('training-banner')).toHaveCount(0)
  await page.getByTestId('training-switch').click()
  await expect(page.getByTestId('approval')).toBeVisible()
  await tapPin(page, OWNER.pin)
  await expect(page.getByTestId('training-banner')).toBeVisible()
  await expect(chip(page)).toContainText(CASHIER.name)

  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveCount(0)
  if (isPhone(page)) await page.getByTestId('sheet-close').click()
  await tiles(page).nth(2).click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toHaveText('Ticket AE-000001')
  await page.reload()
  await expect(page.getByTestId('training-banner')).toBeVisible()
  await page.goto('/#/sales')
  const sale = page.locator('[data-testid^="sale-"]').first()
  await expect(sale).toContainText('AE-000001')
  await expect(sale).toContainText('École')
  await sale.click()
  await expect(page.getByTestId('receipt')).toContainText('ÉCOLE')

  await page.getByTestId('training-leave').click()
  await tapPin(page, OWNER.pin)
  await expect(page.getByTestId('training-banner')).toHaveCount(0)
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toHaveCount(2)
  if (isPhone(page)) await page.getByTestId('sheet-close').click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toHaveText('Ticket A-000001')
  const traces = await tracesIn(page, 'comptoir-till')
  expect(traces.filter(({ what }) => what.startsWith('training'))).toEqual([
    { what: 'training-on', training: false },
    { what: 'training-off', training: false },
  ])
})
