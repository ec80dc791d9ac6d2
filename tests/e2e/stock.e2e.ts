import { expect, test } from '@playwright/test'
import { openDemo, payExact, tiles } from './support'

const STOCK_KEY = 'COMPTOIRDEMOSTOCKWRITEKEY0000003'

test('a counter sale lowers the shop’s stock only once the owner wants it', async ({
  page,
  request,
}) => {
  await openDemo(page)
  const tile = await tiles(page).first().getAttribute('data-testid')
  const product = /ps-(\d+)/.exec(tile ?? '')?.[1] ?? ''
  const stock = async () => {
    const answer = await request.get(
      `/demo/api/stock_availables?filter[id_product]=[${product}]&display=full&output_format=JSON`,
      { headers: { Authorization: `Basic ${btoa(`${STOCK_KEY}:`)}` } },
    )
    const body = (await answer.json()) as { stock_availables: { quantity: string }[] }
    return Number(body.stock_availables[0]?.quantity)
  }
  const sellOne = async () => {
    await page.goto('/#/sell')
    await tiles(page).first().click()
    await payExact(page)
    await expect(page.getByTestId('paid-number')).toBeVisible()
  }
  const before = await stock()
  await sellOne()

  await page.goto('/#/config/general/commandes')
  await expect(page.getByTestId('stock-on')).not.toBeChecked()
  await page.getByTestId('stock-on').check()
  await sellOne()
  await page.goto('/#/config/general/commandes')
  await page.getByTestId('stock-send').click()
  // The demo's key only reads: the missing right is named, and the sale's change goes on waiting.
  await expect(page.getByTestId('stock-card')).toContainText('stock_availables (GET, PUT, PATCH)')
  expect(await stock()).toBe(before)

  await page.getByTestId('connect-key').fill(STOCK_KEY)
  await page.getByTestId('connect-save').click()
  await page.getByTestId('stock-send').click()
  await expect(page.getByTestId('stock-send')).toBeDisabled({ timeout: 20_000 })
  await expect.poll(stock, { timeout: 20_000 }).toBe(before - 1)
  await expect(page.getByTestId('stock-state')).toHaveText(
    /^\s*Rien n’attend\.\s*Dernier envoi\s: .*\d/,
  )
})
