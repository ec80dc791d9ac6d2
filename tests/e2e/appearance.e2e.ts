import { expect, test, type Page } from '@playwright/test'
import { openDemo, openTicket, tiles } from './support'

const paper = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
const LIGHT = 'rgb(245, 243, 238)'
const DARK = 'rgb(22, 20, 17)'

test('the theme is the device’s, or the one that was chosen, from the first frame on', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await openDemo(page)
  expect(await paper(page)).toBe(DARK)
  await page.emulateMedia({ colorScheme: 'light' })
  await expect.poll(() => paper(page)).toBe(LIGHT)

  await page.goto('/#/config/general/caisse')
  await expect(page.getByTestId('opens-offline')).toContainText('elle ne s’ouvrirait pas')
  await page.getByTestId('theme-dark').check({ force: true })
  await expect.poll(() => paper(page)).toBe(DARK)

  // Without the till's own code, the page is already dark.
  await page.unrouteAll()
  await page.context().route('**/assets/start-*.js', route => route.abort())
  await page.reload()
  expect(await paper(page)).toBe(DARK)
  await expect(page.getByTestId('stopped-part')).toBeVisible()
  expect(await paper(page)).toBe(DARK)
})

test(
  'large text makes everything larger, and cuts nothing',
  { tag: '@phone' },
  async ({ page }) => {
    await openDemo(page)
    const sizes = () =>
      page.evaluate(() => {
        const sizeOf = (selector: string) =>
          Number.parseFloat(getComputedStyle(document.querySelector(selector)!).fontSize)
        return [sizeOf('.tile__name'), sizeOf('h1'), sizeOf('body')]
      })
    const normal = await sizes()
    await page.goto('/#/config/general/caisse')
    await page.getByTestId('text-size-large').check({ force: true })
    await page.goto('/#/sell')
    await expect(tiles(page).first()).toBeVisible()
    const large = await sizes()
    large.forEach((size, place) => expect(size).toBeCloseTo(normal[place]! * 1.25, 1))

    await tiles(page).nth(0).click()
    await tiles(page).nth(1).click()
    await openTicket(page)
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, .ticket-line, h2, .total')].flatMap(
        one => {
          const isCut =
            one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1
          const isSeen = one.checkVisibility() && !one.matches('.visually-hidden')
          return isSeen && isCut ? [one.outerHTML.slice(0, 120)] : []
        },
      ),
    )
    expect(cut).toEqual([])
    await page.reload()
    await expect(tiles(page).first()).toBeVisible()
    expect(await sizes()).toEqual(large)
  },
)
