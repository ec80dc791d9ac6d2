import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import {
  CASHIER,
  chip,
  enterAt,
  lockScreen,
  openDemoWithTeam,
  OWNER,
  switchTo,
  tapPin,
} from '../team'

/** Real tabs: the browser itself copies what a tab keeps, and tells the others of changes. */
async function copyOf(page: Page): Promise<Page> {
  const [copy] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(() => void globalThis.open(location.href)),
  ])
  return useHere(copy)
}

async function newTab(context: BrowserContext): Promise<Page> {
  const tab = await context.newPage()
  await tab.goto('/')
  return useHere(tab)
}

/** One tab at a time serves the counter: takes the turn. */
async function useHere(tab: Page): Promise<Page> {
  await tab.getByTestId('take-over').click()
  return tab
}

test('a copied tab is locked with the first, and the first with it @long', async ({ page }) => {
  await openDemoWithTeam(page)
  const copy = await copyOf(page)
  await expect(chip(copy)).toContainText(OWNER.name)

  await chip(copy).click()
  await copy.getByTestId('lock-now').click()
  await expect(lockScreen(copy)).toBeVisible()
  await useHere(page)
  await expect(lockScreen(page)).toBeVisible()
  await page.reload()
  await expect(lockScreen(page)).toBeVisible()

  await enterAt(page, OWNER)
  await expect(chip(page)).toContainText(OWNER.name)
  await useHere(copy)
  await expect(lockScreen(copy)).toBeVisible()
  await copy.reload()
  await expect(lockScreen(copy)).toBeVisible()
})

test('a new tab knows nobody, and whoever serves there serves nowhere else @long', async ({
  page,
  context,
}) => {
  await openDemoWithTeam(page)
  const tab = await newTab(context)
  await expect(lockScreen(tab)).toBeVisible()
  await enterAt(tab, CASHIER)
  await expect(chip(tab)).toContainText(CASHIER.name)

  // The owner's screen was left open: it is nobody's any more, and no copy of it opens the team.
  await useHere(page)
  await expect(lockScreen(page)).toBeVisible()
  await page.goto('/#/config/equipe')
  await expect(lockScreen(page)).toBeVisible()
  await expect(page.getByTestId('member-add')).toHaveCount(0)
})

test('wrong codes in one tab make every tab wait, whatever the device’s clock says', async ({
  page,
  context,
}) => {
  await openDemoWithTeam(page)
  await switchTo(page, CASHIER)
  await chip(page).click()
  await page.getByTestId('lock-now').click()
  await page.getByTestId(`person-${OWNER.name}`).click()
  for (const left of [4, 3, 2, 1]) {
    await tapPin(page, '204711')
    await expect(page.getByText(`Essais restants avant une attente : ${left}.`)).toBeVisible()
  }
  await tapPin(page, '204711')
  await expect(waiting(page)).toBeVisible()

  const tab = await context.newPage()
  await tab.clock.setFixedTime(new Date(Date.now() + 400 * 86_400_000))
  await tab.goto('/')
  await useHere(tab)
  await tab.getByTestId(`person-${OWNER.name}`).click()
  await expect(waiting(tab)).toBeVisible()
  await expect(tab.getByTestId('pin-enter')).toBeDisabled()
})

/** The button of the PIN says how long to wait. */
const waiting = (page: Page) => page.getByTestId('pin-enter').filter({ hasText: /\d/ })
