import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { filmCode } from './filmed'
import { chromiumArguments, wholeChromiumPath } from './playwright.config'
import { codeOf } from './scanner'
import { openDemo, openTicket, readyOffline } from './support'

// The till opens again without a network here.
test.use({ serviceWorkers: 'allow' })

const film = join(mkdtempSync(join(tmpdir(), 'comptoir-film-')), 'code.y4m')
// Two seconds of the code, two of blank paper, again and again.
filmCode(film, codeOf(9), 20, 20)

test.use({
  launchOptions: {
    executablePath: wholeChromiumPath,
    args: [
      ...chromiumArguments,
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  },
})

test(
  'the camera reads a code once as long as it stays, and again when it comes back',
  { tag: '@phone-only' },
  async ({ page, context }) => {
    await context.grantPermissions(['camera'])
    const elsewhere: string[] = []
    page.on('request', request => {
      const { protocol, hostname } = new URL(request.url())
      if (protocol.startsWith('http') && hostname !== 'localhost') elsewhere.push(request.url())
    })
    await openDemo(page)
    await page.getByTestId('search-camera').click()
    await expect(page.getByTestId('camera-last')).toContainText('Miel de châtaignier', {
      timeout: 30_000,
    })
    const startedAt = Date.now()
    await page.waitForTimeout(9_000)
    const turns = (Date.now() - startedAt) / 4_000
    await page.getByTestId('sheet-close').click()
    await expect(page.getByTestId('camera')).toHaveCount(0)
    await openTicket(page)
    const pieces = Number(await page.locator('.line__quantity').first().textContent())
    expect(pieces).toBeGreaterThanOrEqual(2)
    expect(pieces).toBeLessThanOrEqual(Math.ceil(turns) + 1)
    expect(elsewhere, 'the reader comes with the till').toEqual([])
  },
)

test(
  'the reader is on the device after its first use, without a network too',
  { tag: '@phone-only' },
  async ({ page, context }) => {
    await context.grantPermissions(['camera'])
    await openDemo(page)
    await readyOffline(page)
    const read = async () => {
      await page.getByTestId('search-camera').click()
      await expect(page.getByTestId('camera-last')).toContainText('Miel', { timeout: 30_000 })
      await page.getByTestId('sheet-close').click()
    }
    await read()
    await context.setOffline(true)
    await page.reload()
    await read()
  },
)

test(
  'a browser whose own reader fails while filming reads on with the till’s @long',
  { tag: '@phone-only' },
  async ({ page, context }) => {
    await context.grantPermissions(['camera'])
    await page.addInitScript(() => {
      const formats = ['ean_13', 'ean_8', 'upc_a', 'code_128', 'qr_code']
      class BarcodeDetector {
        static getSupportedFormats = () => Promise.resolve(formats)
        detect = () => {
          document.documentElement.dataset['asked'] = 'yes'
          return Promise.reject(new DOMException('no service', 'NotSupportedError'))
        }
      }
      Object.assign(window, { BarcodeDetector })
    })
    await openDemo(page)
    await page.getByTestId('search-camera').click()
    await expect(page.getByTestId('camera-last')).toContainText('Miel', { timeout: 30_000 })
    await expect(page.locator('html')).toHaveAttribute('data-asked', 'yes')
  },
)

test(
  'a refused camera is explained in three sentences',
  { tag: '@phone-only' },
  async ({ page }) => {
    await openDemo(page)
    await page.getByTestId('search-camera').click()
    await expect(page.getByTestId('error-camera-denied')).toBeVisible()
    await expect(page.getByTestId('error-camera-denied').locator('p')).toHaveCount(3)
  },
)
