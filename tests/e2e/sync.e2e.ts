import { expect, test, type Page, type Route } from '@playwright/test'
import { axeFindings, expectSync, openDemo, openTicket, syncsIn } from './support'

const PRODUCTS = /\/demo\/api\/products\?/

/** Changes the shop's articles in the answers to this page only. */
async function editShop(
  page: Page,
  change: (product: Record<string, unknown>) => void,
): Promise<void> {
  await page.context().unrouteAll()
  await page.context().route(PRODUCTS, async (route: Route) => {
    const answer = await route.fetch()
    if (answer.status() !== 200) return route.fulfill({ response: answer })
    const body = (await answer.json()) as { products: Record<string, unknown>[] }
    for (const product of body.products) if ('shown' in product) change(product)
    const { 'content-sha1': _hash, ...headers } = answer.headers()
    await route.fulfill({ response: answer, headers, json: body })
  })
}

/** Reads every article again, so that changes made in the answers are seen. */
async function readAll(page: Page): Promise<void> {
  await page.getByTestId('nav-articles').click()
  const syncs = await syncsIn(page)
  await page.getByTestId('sync-all').click()
  await expectSync(page, syncs)
}

/** Renames a department in the answers to this page only; no answer is "unchanged" any more. */
async function renameDepartment(page: Page, departmentId: number, name: string): Promise<void> {
  await page.context().route(/\/demo\/api\/categories\?/, async (route: Route) => {
    const { 'local-content-sha1': _held, ...headers } = route.request().headers()
    const answer = await route.fetch({ headers })
    const body = (await answer.json()) as { categories: Record<string, unknown>[] }
    for (const category of body.categories) {
      if (Number(category.id) === departmentId) category.name = name
    }
    const { 'content-sha1': _hash, ...answered } = answer.headers()
    await route.fulfill({ response: answer, headers: answered, json: body })
  })
}

const dearer = (product: Record<string, unknown>) => {
  if (Number(product.id) === 1) product.shown = '12.500000'
}

test(
  'the owner’s change stays through a sync, and is undone in one tap',
  { tag: '@phone' },
  async ({ page }) => {
    await openDemo(page)
    await page.getByTestId('nav-articles').click()
    await page.getByTestId('articles-search').fill('ethiopie')
    await page.getByTestId('article-ps-1').click()
    await page.getByTestId('article-price').fill('6,66')
    await page.getByTestId('article-name').fill('Mon café Éthiopie')
    await page.locator('label:has([data-testid="tint-3"])').click()
    await page.getByTestId('article-save').click()
    const row = page.getByTestId('article-ps-1')
    await expect(row).toContainText('Mon café Éthiopie')
    await expect(row).toContainText('6,66 €')
    await expect(row).toContainText('Modifié sur la caisse')

    await editShop(page, dearer)
    await readAll(page)
    await expect(row).toContainText('6,66 €')
    await row.click()
    const sheet = page.getByTestId('article-sheet')
    await expect(sheet).toContainText('La boutique a changé depuis : 12,50 €')
    expect(await axeFindings(page)).toEqual([])
    await page.getByTestId('give-back-price').click()
    await expect(page.getByTestId('article-price')).toHaveValue('12,50')
    await page.getByTestId('sheet-close').click()
    await expect(row).toContainText('12,50 €')
    await expect(row).toContainText('Mon café Éthiopie')
  },
)

test(
  'one press of Sync brings a promotion and a renamed department, which move no date, and counts them',
  { tag: '@phone' },
  async ({ page }) => {
    await openDemo(page)
    await editShop(page, product => {
      if (Number(product.id) === 1) product.shown = '3.950000'
    })
    await renameDepartment(page, 4, 'Cafés du monde')
    await page.getByTestId('nav-articles').click()
    const syncs = await syncsIn(page)
    await page.getByTestId('sync-start').click()
    await expectSync(page, syncs)
    const figures = page.getByTestId('sync-summary').locator('strong')
    await expect(figures).toHaveText(['0', '2', '0'])
    await expect(page.getByTestId('sync-departments')).toContainText('dont 1 modifié')
    expect(await axeFindings(page)).toEqual([])
    await page.getByTestId('nav-sell').click()
    await page.getByTestId('search').fill('Éthiopie')
    await expect(page.getByTestId('tile-ps-1')).toContainText('3,95 €')
    await page.getByTestId('tile-ps-1').click()
    await openTicket(page)
    await expect(page.locator('.ticket-line')).toContainText('3,95 €')
  },
)

test('each other change is marked, and is undone in one tap, too @long', async ({ page }) => {
  await openDemo(page)
  await page.getByTestId('nav-articles').click()
  await page.getByTestId('articles-search').fill('ethiopie')
  const row = page.getByTestId('article-ps-1')
  await row.click()
  const position = page.getByTestId('article-position')
  const shopPosition = await position.inputValue()
  await position.fill('77')
  await page.getByTestId('article-codes').fill('4711')
  await page.locator('label:has([data-testid="tint-3"])').click()
  await page.getByTestId('article-save').click()
  await expect(row).toContainText('Modifié sur la caisse')
  await row.click()
  await expect(position).toHaveValue('77')
  await page.getByTestId('give-back-position').click()
  await expect(position).toHaveValue(shopPosition)
  await page.getByTestId('give-back-codes').click()
  await expect(page.getByTestId('article-codes')).toHaveValue('')
  await page.getByTestId('give-back-tint').click()
  await expect(page.getByTestId('tint-3')).not.toBeChecked()
  await page.getByTestId('sheet-close').click()
  await expect(row).not.toContainText('Modifié sur la caisse')
})

test('an article made on the till is sold, and no sync touches it', async ({ page }) => {
  await openDemo(page)
  await page.getByTestId('nav-articles').click()
  await page.getByTestId('article-add').click()
  await page.getByTestId('own-name').fill('Atelier du samedi')
  await page.getByTestId('own-price').fill('35')
  await page.getByTestId('own-vat').selectOption('2000')
  await page.getByTestId('own-save').click()
  await expect(page.getByTestId('articles-count')).toHaveText('69')
  await readAll(page)
  await expect(page.getByTestId('articles-count')).toHaveText('69')
  await page.getByTestId('nav-sell').click()
  await page.getByTestId('search').fill('samedi')
  await page.locator('[data-testid^="tile-own-"]').click()
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toContainText('Atelier du samedi')
})

test('a ticket in progress keeps its prices and says which one changed', async ({ page }) => {
  await openDemo(page)
  await page.getByTestId('search').fill('Éthiopie')
  await page.getByTestId('tile-ps-1').click()
  await editShop(page, dearer)
  await readAll(page)
  await page.getByTestId('nav-sell').click()
  await openTicket(page)
  await expect(page.locator('.ticket-line')).toContainText('7,90 €')
  await expect(page.getByTestId('price-moved')).toContainText('12,50 €')
})

test(
  'the removal of many articles waits for the owner; an import can be undone',
  { tag: '@phone-only' },
  async ({ page }) => {
    await openDemo(page)
    await editShop(page, product => {
      if (Number(product.id) <= 8) product.active = '0'
    })
    await readAll(page)
    await expect(page.getByTestId('articles-count')).toHaveText('68')
    await expect(page.getByTestId('pending-notice')).toBeVisible()
    await page.getByTestId('pending-look').click()
    const pending = page.getByTestId('pending')
    await expect(pending).toContainText('Plus d’un article sur vingt disparaît')
    await page.getByTestId('pending-retired').check({ force: true })
    expect(await axeFindings(page)).toEqual([])
    await page.getByTestId('pending-apply').click()
    await expect(pending).toBeHidden()
    await expect(page.getByTestId('articles-count')).not.toHaveText('68')

    await page.getByTestId('sync-undo').click()
    await page.getByTestId('sync-undo-confirm').click()
    await expect(page.getByTestId('articles-count')).toHaveText('68')
    await page.getByTestId('view-log').check({ force: true })
    const log = page.getByTestId('sync-log')
    await expect(log).toContainText('Annulée')
    await expect(log).toContainText('À la main')
  },
)

test('the till looks for changes by itself when it opens', async ({ page }) => {
  await openDemo(page)
  await page.reload()
  await page.getByTestId('nav-articles').click()
  await page.getByTestId('view-log').check({ force: true })
  await expect(page.getByTestId('sync-log')).toContainText('Automatique', { timeout: 20_000 })
  await expect(page.getByTestId('sync-log')).toContainText('Rien à changer')
})
