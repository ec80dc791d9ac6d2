import { expect, test, type Page } from '@playwright/test'
import { WEDGES } from '../support/wedge'
import { AZERTY, closed, codeOf, QWERTY, scan } from './scanner'
import { isPhone, openDemo, openTicket, tiles } from './support'

const HONEY = 'Miel de châtaignier 500 g'

/** Pieces on the ticket, by name. */
async function onTicket(page: Page): Promise<Record<string, number>> {
  const lines = await page
    .locator('.ticket-line')
    .evaluateAll(all =>
      all.map(line => [
        line.querySelector('.line__name')?.textContent?.replaceAll('\u00A0', ' ') ?? '',
        Number(line.querySelector('.line__quantity')?.textContent?.replace(',', '.')),
      ]),
    )
  return Object.fromEntries(lines) as Record<string, number>
}

/** Names of what is still missing from the ticket after a while, once for each piece. */
async function missingFrom(
  page: Page,
  expected: Readonly<Record<string, number>>,
): Promise<string[]> {
  const missing = async () => {
    const sold = await onTicket(page)
    return Object.entries(expected).flatMap(([name, pieces]) =>
      Array.from({ length: Math.max(0, pieces - (sold[name] ?? 0)) }, () => name),
    )
  }
  const until = Date.now() + 5_000
  while ((await missing()).length > 0 && Date.now() < until) await page.waitForTimeout(100)
  return missing()
}

/** Counts from now on the notices by which the till refuses scans. */
async function countRefusals(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const told = { count: 0 }
    Object.assign(window, { refusalsTold: told })
    new MutationObserver(changes => {
      const added = changes.flatMap(change => [...change.addedNodes])
      told.count += added.filter(
        node => node instanceof Element && node.matches('[data-testid="scan-notice"]'),
      ).length
    }).observe(document.body, { childList: true, subtree: true })
  })
  return () =>
    page.evaluate(() => (window as never as { refusalsTold: { count: number } }).refusalsTold.count)
}

/** Names of the demo's plain articles, by their number in the shop. */
async function plainArticles(page: Page): Promise<Map<number, string>> {
  const all = await tiles(page).evaluateAll(found =>
    found.map(tile => [
      Number(tile.getAttribute('data-testid')?.replace('tile-ps-', '')),
      tile.querySelector('.tile__name')?.textContent?.replaceAll('\u00A0', ' ') ?? '',
    ]),
  )
  return new Map(all as [number, string][])
}

test('200 scans at 5 ms a key, whatever the layout, Caps Lock and the focus: none is wrong', async ({
  page,
}) => {
  test.setTimeout(300_000)
  await openDemo(page)
  const articles = [...(await plainArticles(page))]
  const numberOf = (name: string) => articles.find(([, one]) => one === name)?.[0] ?? 0
  const search = page.getByTestId('search')
  const places = {
    nothing: () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur()),
    search: () => search.focus(),
    tile: () => tiles(page).first().focus(),
    quantity: () => page.getByTestId('line-quantity').click(),
  }
  const expected: Record<string, number> = {}
  const told = await countRefusals(page)
  let again = 0
  let scans = 0
  for (const [place, focus] of Object.entries(places)) {
    await focus()
    const quantity = place === 'quantity' ? await page.locator('.shown').textContent() : null
    for (let round = 0; round < 50; round += 1) {
      const [productId, name] = articles[scans % articles.length] ?? [0, '']
      await scan(page, codeOf(productId), WEDGES[scans % WEDGES.length])
      if (quantity === null) expected[name] = (expected[name] ?? 0) + 1
      scans += 1
    }
    if (quantity === null) {
      const refused = await missingFrom(page, expected)
      // A machine too busy to deliver a scan's keys: the till tells it, and the scan is made again.
      if (refused.length > 0) expect(await told(), `${place}: ${refused.join()}`).toBeGreaterThan(0)
      for (const name of refused) await scan(page, codeOf(numberOf(name)))
      again += refused.length
    }
    await expect.poll(() => onTicket(page), place).toEqual(expected)
    await expect(search).toHaveValue('')
    if (quantity === null) continue

    // Behind a sheet nothing is added, and the code does not become the quantity.
    await expect(page.getByTestId('scan-notice')).toBeVisible()
    await expect(page.locator('.shown')).toHaveText(quantity)
  }
  expect(scans).toBe(200)
  expect(again, 'scans refused and made again').toBeLessThanOrEqual(10)
  // A scanner so slow that it passes for a person: the whole code is refused, no part is taken.
  const quantity = await page.locator('.shown').textContent()
  await page.keyboard.type(codeOf(9), { delay: 120 })
  await expect(page.locator('.shown')).toHaveText(quantity ?? '')
  await expect(page.getByTestId('scan-notice')).toBeVisible()
  await expect(page.getByTestId('unknown-code')).toHaveCount(0)
})

/** Keys of a scanner, each so long after the one before. */
async function scanWithPauses(page: Page, parts: readonly [text: string, pauseMs: number][]) {
  for (const [text, pauseMs] of parts) {
    await page.waitForTimeout(pauseMs)
    await scan(page, text, QWERTY, { end: null })
  }
}

test('a pause in a scan makes no quantity, and a scan refused leaves none @long', async ({
  page,
}) => {
  await openDemo(page)
  const [name, code] = [HONEY, codeOf(9)]
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  // As recorded: two keys, 70 ms, the others and Enter.
  await scanWithPauses(page, [[code.slice(0, 2), 0]])
  await page.waitForTimeout(70)
  await scan(page, code.slice(2))
  await expect.poll(() => quantityShown(page)).toBe('')
  await openTicket(page)
  await expect.poll(() => onTicket(page)).toEqual({ [name]: 1 })
  await expect(page.getByTestId('undo-strip').last()).toContainText('1 × Miel')

  // Without Enter, and with pauses that a person could have made.
  await scanWithPauses(page, [
    [code.slice(0, 2), 300],
    [code.slice(2, 9), 400],
    [code.slice(9), 250],
  ])
  await expect.poll(() => onTicket(page)).toEqual({ [name]: 2 })
  // A slow scanner, 60 ms a key.
  await page.waitForTimeout(800)
  await scan(page, code, QWERTY, { gapMs: 60 })
  await expect.poll(() => onTicket(page)).toEqual({ [name]: 3 })
  await expect.poll(() => quantityShown(page)).toBe('')

  // A scan that breaks off is refused whole, and the next one sells one piece.
  await page.waitForTimeout(2_500)
  await scan(page, code.slice(0, 5), QWERTY, { end: null })
  await page.waitForTimeout(900)
  await scan(page, code.slice(5, 9))
  await expect(page.getByTestId('scan-notice')).toBeVisible()
  await expect.poll(() => quantityShown(page)).toBe('')
  await scan(page, code)
  await expect.poll(() => onTicket(page)).toEqual({ [name]: 4 })
})

test('what an input method types without a field is a scan too @long', async ({ page }) => {
  await openDemo(page)
  const devtools = await page.context().newCDPSession(page)
  const untold = { key: 'Unidentified', code: '', windowsVirtualKeyCode: 229 }
  const type = async (text: string) => {
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...untold })
    if (text) await devtools.send('Input.insertText', { text })
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...untold })
  }
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (const key of codeOf(9)) await type(key)
  await page.keyboard.press('Enter')
  await openTicket(page)
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 1 })
  // A whole code at once.
  await page.waitForTimeout(1_500)
  await type(codeOf(9))
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 2 })
  // Keys that bring no text: said aloud.
  await page.waitForTimeout(1_500)
  for (let at = 0; at < 13; at += 1) await type('')
  await expect(page.getByTestId('scan-notice')).toBeVisible()
  await expect.poll(() => quantityShown(page)).toBe('')
  if (isPhone(page)) return

  // In the search, key by key.
  const search = page.getByTestId('search')
  await search.focus()
  for (const key of codeOf(9)) await type(key)
  await page.keyboard.press('Enter')
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 3 })
  await expect(search).toHaveValue('')
})

test('keys typed just before a tap are all counted @long', async ({ page }) => {
  await openDemo(page)
  await page.keyboard.type('12', { delay: 40 })
  await page.getByTestId('tile-ps-9').click()
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 12 })
})

test('a large quantity typed on a keyboard is asked once @long', async ({ page }) => {
  await openDemo(page)
  await page.keyboard.type('29', { delay: 150 })
  await expect.poll(() => quantityShown(page)).toMatch(/^29(?!\d)/)
  // A person takes the scanner up; at once, 29 would be taken for a part of the scan.
  await page.waitForTimeout(1_000)
  await scan(page, codeOf(9), QWERTY)
  await expect(page.getByTestId('large-quantity')).toContainText('29')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('large-quantity')).toBeVisible()
  await page.getByTestId('large-one').click()
  await openTicket(page)
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 1 })
  if (isPhone(page)) return

  await page.keyboard.type('21', { delay: 150 })
  await page.getByTestId('tile-ps-9').click()
  await page.getByTestId('large-all').click()
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 22 })
  // Up to twenty, and from then on up to what the owner sets, nothing is asked.
  await page.keyboard.type('20', { delay: 150 })
  await page.getByTestId('tile-ps-9').click()
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 42 })
  await page.goto('/#/config/general/scanner')
  await page.getByTestId('most-unasked').fill('5')
  await page.getByTestId('most-unasked').blur()
  await page.getByTestId('nav-sell').click()
  await page.keyboard.type('6', { delay: 150 })
  await page.getByTestId('tile-ps-9').click()
  await expect(page.getByTestId('large-quantity')).toBeVisible()
})

/** What the quick entry shows; empty when nothing was typed. */
async function quantityShown(page: Page): Promise<string> {
  const entry = page.getByTestId('entry')
  return (await entry.count()) === 0 ? '' : ((await entry.textContent()) ?? '').trim()
}

test('a scan never stays in a field, and what was typed there does', async ({ page }) => {
  await openDemo(page)
  const search = page.getByTestId('search')
  await search.focus()
  await page.keyboard.type('mi', { delay: 150 })
  await page.waitForTimeout(200)
  await scan(page, codeOf(9), AZERTY)
  await expect(search).toHaveValue('mi')
  await page.waitForTimeout(300)
  await page.keyboard.type('el', { delay: 120 })
  await expect(search).toHaveValue('miel')
  await search.fill('')
  await scan(page, codeOf(9), AZERTY, { end: null })
  await expect(search).toHaveValue('')
  await openTicket(page)
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 2 })
  if (!isPhone(page)) return

  await scan(page, codeOf(9))
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 3 })
})

test('a person typing fast is no scanner @long', async ({ page }) => {
  await openDemo(page)
  const search = page.getByTestId('search')
  await search.focus()
  await page.keyboard.type('chocolat noir 72', { delay: 60 })
  await expect(search).toHaveValue('chocolat noir 72')
  await search.fill('')
  // Two keys at once now and then, as fast hands do.
  for (const pair of ['se', 'nc', 'ha']) {
    await page.keyboard.type(pair, { delay: 5 })
    await page.waitForTimeout(140)
  }
  await expect(search).toHaveValue('sencha')
  await expect(page.getByTestId('unknown-code')).toHaveCount(0)
})

test('during a payment a scan is refused, and is no amount', async ({ page }) => {
  await openDemo(page)
  await scan(page, codeOf(9))
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  const received = page.getByTestId('received')
  const before = await received.textContent()
  for (const wedge of WEDGES) await scan(page, codeOf(14), wedge)
  await expect(page.getByTestId('scan-notice')).toBeVisible()
  await expect(received).toHaveText(before ?? '')
  await page.keyboard.type('20', { delay: 90 })
  await expect(received).toContainText('20,00')
  await page.getByTestId('sheet-close').last().click()
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 1 })
})

test('an unknown code is given to an article and sells it from then on', async ({ page }) => {
  await openDemo(page)
  await scan(page, '3017620422003', AZERTY)
  await expect(page.getByTestId('unknown-code')).toContainText('3017620422003')
  // The next scan replaces it: selling waits for nothing.
  await scan(page, '96385074', AZERTY)
  await expect(page.getByTestId('unknown-code')).toContainText('96385074')
  await page.getByTestId('attach-search').fill('chataignier')
  await page.getByTestId('attach-ps-9').click()
  await expect(page.getByTestId('unknown-code')).toHaveCount(0)
  await openTicket(page)
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 1 })
  await scan(page, '96385074', QWERTY)
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 2 })
  await page.reload()
  await openTicket(page)
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 2 })
  await scan(page, '96385074')
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 3 })

  // Goods with an unknown code are sold all the same, at the price on them.
  await scan(page, '3017620422003')
  await page.getByTestId('unknown-free-price').click()
  await page.keyboard.type('4,50', { delay: 120 })
  await page.getByTestId('free-name').fill('Pâte à tartiner')
  await page.locator('.choices button').first().click()
  const rates = page.locator('[data-testid^="free-rate-"]')
  if (await rates.first().isVisible()) await rates.first().click()
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 3, 'Pâte à tartiner': 1 })
})

test('one label of the scale is enough to sell by weight', async ({ page }) => {
  await openDemo(page)
  await page.goto('/#/articles')
  await page.getByTestId('article-add').click()
  await page.getByTestId('own-name').fill('Tomme de brebis')
  await page.getByTestId('own-price').fill('25,00')
  const codes = page.getByTestId('own-codes')
  await codes.focus()
  await scan(page, closed('210012300000'), AZERTY)
  // A field that takes codes receives a scan, with its characters corrected.
  await expect(codes).toHaveValue(closed('210012300000'))
  await page.getByTestId('own-vat').selectOption('550')
  await page.getByTestId('own-save').click()
  await expect(page.getByTestId('own-article')).toHaveCount(0)

  await page.goto('/#/config/general/scanner')
  await expect(page.getByTestId('scans-by-camera')).toBeVisible()
  await scan(page, closed('210012300482'), AZERTY)
  await expect(page.getByTestId('scan-code')).toHaveText(closed('210012300482'))
  await expect(page.getByTestId('scan-keys')).toContainText('é & à')
  const choice = page.getByTestId('label-PPAAAAAWWWWWC')
  await expect(choice).toContainText('00123')
  await expect(choice).toContainText('0,482')
  await expect(choice).toContainText('12,05')
  await choice.click()
  await expect(page.getByTestId('label-formats')).toContainText('21')

  await page.getByTestId('nav-sell').click()
  await expect(page.getByTestId('search')).toBeVisible()
  await scan(page, closed('210012300750'), AZERTY)
  await openTicket(page)
  await expect.poll(() => onTicket(page)).toEqual({ 'Tomme de brebis': 0.75 })
  await expect(page.getByTestId('ticket-total').last()).toHaveText('18,75 €')

  // The same label, read as a label with a price.
  await page.goto('/#/config/general/scanner')
  await expect(page.getByTestId('scans-by-camera')).toBeVisible()
  await scan(page, closed('210012300750'), AZERTY)
  const priced = page.getByTestId('label-PPAAAAAEEEEEC')
  await expect(priced).toContainText('7,50')
  await priced.click()
  await page.getByTestId('nav-sell').click()
  await expect(page.getByTestId('search')).toBeVisible()
  await scan(page, closed('210012300750'), AZERTY)
  await openTicket(page)
  await expect(page.getByTestId('ticket-total').last()).toHaveText('26,25 €')
})

test('a receipt scanned among the sales opens its sale', async ({ page }) => {
  await openDemo(page)
  await scan(page, codeOf(9))
  await openTicket(page)
  await page.getByTestId('pay-card').click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await page.goto('/#/sales')
  await expect(page.getByTestId('sale-2')).toBeVisible()
  await scan(page, 'A-000001', AZERTY)
  await expect(page).toHaveURL(/#\/sales\/2$/)
  await expect(page.getByTestId('receipt')).toContainText('A-000001')
  await scan(page, 'A-000099', AZERTY)
  await expect(page.getByTestId('scan-notice')).toBeVisible()
})

test('what a tool types into an address, a key or a passphrase stays there, however fast @long', async ({
  page,
}) => {
  await openDemo(page)
  await page.goto('/#/config/general/commandes')
  const address = page.getByTestId('connect-address')
  await address.fill('')
  for (const typed of ['boutique-martin.example', '2900000000094']) {
    await scan(page, typed, QWERTY, { end: null, gapMs: 15 })
    await expect(address).toHaveValue(typed)
    await address.fill('')
  }
  await page.getByTestId('connect-key').fill('')
  await scan(page, 'ABCDEFGHIJKLMNOPQRSTUVWX12345678', QWERTY, { end: null })
  await expect(page.getByTestId('connect-key')).toHaveValue('ABCDEFGHIJKLMNOPQRSTUVWX12345678')
  // Out of these fields a scan is a scan.
  await page.getByTestId('nav-sell').click()
  await expect(page.getByTestId('search')).toBeVisible()
  await scan(page, codeOf(9))
  await openTicket(page)
  await expect.poll(() => onTicket(page)).toEqual({ [HONEY]: 1 })
})
