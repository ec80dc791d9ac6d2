import { readFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import { addReceiptPart } from '../../src/core/documents/receiptParts'
import { scanInPage } from './scanner'
import { openDemo, payExact, sealedIn, tiles } from './support'
import { enterAt, openDemoWithTeam, OWNER } from './team'

const tracesIn = async (page: Page) =>
  (await sealedIn(page)).filter(event => event.kind === 'trace').map(event => event.what)

async function sell(page: Page): Promise<void> {
  await page.goto('/#/sell')
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toBeVisible()
}

/** The printed text becomes the title of the page. */
const printToTitle = (page: Page) =>
  page.evaluate(() => {
    window.print = () => {
      const area = document.querySelector('.print-area')
      document.title = `printed ${area?.textContent?.slice(0, 400)}`
    }
  })

test(
  'the first print is the original, later ones are duplicates with their count, each sealed before',
  { tag: '@phone-long' },
  async ({ page }) => {
    await openDemo(page)
    await sell(page)
    await printToTitle(page)
    await page.getByTestId('print-receipt').click()
    await expect(page).toHaveTitle(/^printed/)
    expect(await page.title()).not.toContain('DUPLICATA')
    // A second press would seal a duplicate: the button says so first.
    await expect(page.getByTestId('print-receipt')).toHaveText('Imprimer un duplicata')

    await page.getByTestId('new-ticket').click()
    await page.getByTestId('nav-sales').click()
    await page.locator('[data-testid^="sale-"]').first().click()
    for (const count of [1, 2]) {
      await page.getByTestId('print').click()
      await expect(page).toHaveTitle(new RegExp(`DUPLICATA n° ${count}`))
    }
    const printings = (await tracesIn(page)).filter(what => String(what).startsWith('document-'))
    expect(printings).toEqual(['document-printed', 'document-reprinted', 'document-reprinted'])
  },
)

test('a receipt’s code carries it, is checked anywhere, and opens its sale', async ({ page }) => {
  await openDemo(page)
  await sell(page)
  await page.getByTestId('show-code').click()
  const code = (await page.getByTestId('sealed-code').getAttribute('data-code')) ?? ''
  await expect(page.getByTestId('sealed-code')).toBeVisible()
  await page.keyboard.press('Escape')

  const read = addReceiptPart([], code)
  if (read.kind !== 'whole') throw new Error(read.kind)
  expect(read.read.isIntact).toBe(true)
  expect(read.read.signature).not.toBe('')
  expect(read.read.entry.event).toEqual((await sealedIn(page)).find(one => one.kind === 'sale'))

  // At the counter the code opens the sale, like the number that it replaces.
  await page.getByTestId('new-ticket').click()
  await expect(page.getByTestId('paid-number')).toHaveCount(0)
  await scanInPage(page, code)
  await expect(page).toHaveURL(/#\/sales\/A-\d+$/)
  await expect(page.getByTestId('seal-check')).toContainText('✓')
  // On the sales screen the code is checked; a changed character of its seal is detected.
  await page.goto('/#/sales')
  await expect(page.locator('[data-testid^="sale-"]').first()).toBeVisible()
  const finding = page.getByTestId('receipt-check')
  await scanInPage(page, code)
  await expect(finding).toHaveAttribute('data-finding', 'sound')
  await page.keyboard.press('Escape')
  await expect(finding).toHaveCount(0)
  await scanInPage(page, withOneSealLetterChanged(code))
  await expect(finding).toHaveAttribute('data-finding', 'altered')
})

/**
 * `CMP1.`, then three characters for two bytes: a flag, a key and a signature come before the seal.
 */
function withOneSealLetterChanged(code: string): string {
  const at = code.indexOf('CMP1.') + 'CMP1.'.length + 3 * ((1 + 64 + 64 + 11) / 2)
  return code.slice(0, at) + (code[at] === '0' ? '1' : '0') + code.slice(at + 1)
}

test('a receipt is sent through the device, or copied where it cannot share', async ({ page }) => {
  await openDemo(page)
  await page.goto('/#/config/general/boutique')
  await page.getByTestId('seller-franchise').check()
  await page.getByTestId('seller-save').click()
  await sell(page)
  await page.evaluate(() => {
    const shared = (given: ShareData) => {
      document.title = `shared ${given.files?.[0]?.name} ${given.text}`
      return Promise.resolve()
    }
    Object.assign(navigator, { share: shared, canShare: () => true })
  })
  await page.getByTestId('send-receipt').click()
  await expect(page).toHaveTitle(/^shared A-000001\.html .*A-000001/s)

  await page.evaluate(() => Object.assign(navigator, { share: undefined }))
  await page.getByTestId('send-receipt').click()
  const mail = (await page.getByTestId('send-mail').getAttribute('href')) ?? ''
  expect(decodeURIComponent(mail)).toContain('DUPLICATA n° 1')
  const sale = (await sealedIn(page)).find(event => event.kind === 'sale')
  expect(sale?.seller).toMatchObject({ mention: 'TVA non applicable, art. 293 B du CGI' })
})

test('an inspector reads all and changes nothing, until a PIN ends it', async ({ page }) => {
  await openDemoWithTeam(page)
  await sell(page)
  await page.getByTestId('new-ticket').click()
  await page.goto('/#/config/general/caisse')
  const fingerprint = await page.getByTestId('fiscal-fingerprint').textContent()
  await page.goto('/#/inspection')
  await page.getByTestId('inspection-begin').click()
  await enterPin(page)
  await expect(page.getByTestId('inspection-banner')).toBeVisible()
  expect(await tracesIn(page)).toContain('inspector-came')
  await expect(page.getByTestId('inspected-fingerprint')).toHaveText(fingerprint?.trim() ?? '?')

  // The whole journal by kind, each entry with its literals and its seal, and as a file.
  await page.getByTestId('inspection-kind').selectOption('sale')
  await page.locator('[data-testid^="entry-"]').first().click()
  const sheet = page.getByTestId('entry-sheet')
  await expect(sheet.getByTestId('seal-check')).toContainText('✓')
  await expect(sheet).toContainText('event.lines.0.vatRate')
  const downloading = page.waitForEvent('download')
  await page.getByTestId('entry-save').click()
  const file = await (await downloading).path()
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ event: { kind: 'sale' } })
  await page.keyboard.press('Escape')

  // Neither an address nor a reload leads out of it.
  await page.goto('/#/sell')
  await page.reload()
  await expect(page.getByTestId('inspection-banner')).toBeVisible()
  await expect(page).toHaveURL(/#\/inspection$/)
  await expect(page.getByTestId('nav-sell')).toHaveCount(0)
  await expect(page.getByTestId('inspected-fingerprint')).toBeVisible()
  await page.goto('/#/attestation')
  await expect(page.getByTestId('attestation')).toContainText(fingerprint?.trim() ?? '?')
  // It is no attestation yet: nobody signed it, and only a person can.
  await expect(page.getByTestId('attestation')).toContainText('NON SIGNÉ')
  await expect(page.getByTestId('attestation-warning')).toContainText('une personne doit signer')
  await page.goto('/#/inspection')
  await page.getByTestId('inspection-leave').click()
  await enterPin(page)
  await expect(tiles(page).first()).toBeVisible()
})

/** The shop has one owner: only their PIN is asked for. */
async function enterPin(page: Page): Promise<void> {
  const person = page.getByTestId(`person-${OWNER.name}`)
  const pad = page.getByTestId('pin-enter')
  await expect(person.or(pad)).toBeVisible()
  if (await person.isVisible()) await enterAt(page, OWNER)
  else {
    for (const digit of OWNER.pin) await page.getByTestId(`key-${digit}`).click()
    await pad.click()
  }
}
