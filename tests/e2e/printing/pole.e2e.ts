import { expect, test, type Page } from '@playwright/test'
import { axeFindings, centsOf, openDemo, openTicket, tiles } from '../support'
import { Display } from '../../support/printer/decodePole'

/** A port of the browser with a display, chosen at a press and found again after a reload; what it takes comes here. */
async function plugDisplay(page: Page) {
  const bytes: number[] = []
  await page.exposeFunction('poleTakes', (taken: number[]) => void bytes.push(...taken))
  await page.addInitScript(() => {
    const plugged = new EventTarget()
    let isOpen = false
    const port = {
      readable: null as ReadableStream | null,
      writable: null as WritableStream | null,
      getInfo: () => ({ usbVendorId: 1, usbProductId: 2 }),
      open: () => {
        if (isOpen) return Promise.reject(new DOMException('open', 'InvalidStateError'))
        isOpen = true
        port.readable = new ReadableStream()
        port.writable = new WritableStream({
          write: async (chunk: Uint8Array) => {
            if (sessionStorage.getItem('unplugged')) throw new DOMException('lost', 'NetworkError')
            const take = (window as unknown as { poleTakes: (taken: number[]) => Promise<void> })
              .poleTakes
            await take([...chunk])
          },
        })
        return Promise.resolve()
      },
      close: () => {
        isOpen = false
        return Promise.resolve()
      },
    }
    const isThere = () => !sessionStorage.getItem('unplugged')
    const serial = Object.assign(plugged, {
      getPorts: () =>
        Promise.resolve(localStorage.getItem('pole-chosen') && isThere() ? [port] : []),
      requestPort: () => {
        localStorage.setItem('pole-chosen', 'yes')
        return Promise.resolve(port)
      },
    })
    Object.defineProperty(Navigator.prototype, 'serial', { get: () => serial, configurable: true })
    Object.assign(window, {
      plugDisplay: (isIn: boolean) => {
        if (isIn) sessionStorage.removeItem('unplugged')
        else sessionStorage.setItem('unplugged', 'yes')
        if (isIn) serial.dispatchEvent(new Event('connect'))
      },
    })
  })
  return {
    /** The two lines that it shows now. */
    lines: () => {
      const display = new Display('epson')
      display.take(Uint8Array.from(bytes))
      return display.lines
    },
    plug: (isIn: boolean) =>
      page.evaluate(
        now => (window as unknown as { plugDisplay: (isIn: boolean) => void }).plugDisplay(now),
        isIn,
      ),
  }
}

async function addOne(page: Page, at: number): Promise<void> {
  await tiles(page).nth(at).click()
  const combination = page.getByTestId('combination').first()
  if (await combination.isVisible()) await combination.click()
}

test('a display of two lines shows each line, the total to the cent and the change, through a reload and a replug', async ({
  page,
}) => {
  const display = await plugDisplay(page)
  const shown = (at: 0 | 1) => display.lines()[at] ?? ''
  await openDemo(page)
  await page.goto('/#/config')
  await page.getByTestId('config-ecran-client').click()
  await page.getByTestId('pole-choose').click()
  await expect(page.getByTestId('pole-state')).toContainText('Le port a pris')
  await expect.poll(() => shown(1)).toContain('Bienvenue')
  await page.getByTestId('pole-try').click()
  await expect.poll(() => shown(0)).toContain('Essai e e a c')
  await page.getByTestId('pole-page').selectOption('cp437')
  await expect.poll(() => shown(1)).toContain('Bienvenue')
  await page.getByTestId('pole-try').click()
  await expect.poll(() => shown(0)).toContain('Essai é è à ç')
  // It is looked at, then what the customer is to see comes back by itself.
  await expect.poll(() => shown(1)).toContain('Bienvenue')
  expect(await axeFindings(page)).toEqual([])
  const shots = process.env.COMPTOIR_SHOTS
  for (const [width, height] of shots
    ? [
        [1280, 800],
        [800, 1280],
        [390, 844],
      ]
    : []) {
    await page.setViewportSize({ width: width!, height: height! })
    await page.getByTestId('pole').scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${shots}/pole-${width}.png` })
  }
  if (shots) await page.setViewportSize({ width: 1280, height: 800 })

  await page.getByTestId('nav-sell').click()
  const totalShown = () => centsOf(shown(1))
  const onTill = async () => centsOf(await page.getByTestId('ticket-total').last().textContent())
  for (let at = 1; at <= 3; at += 1) {
    await addOne(page, at)
    await expect.poll(async () => totalShown() === (await onTill())).toBe(true)
    expect(shown(1)).toMatch(/^Total TTC +\d/)
  }

  // The open ticket is shown again after a reload, on the same port, unasked.
  await page.reload()
  await expect(tiles(page).first()).toBeVisible()
  await addOne(page, 0)
  await expect.poll(async () => totalShown() === (await onTill())).toBe(true)

  // Unplugged, it holds up nothing and is told; plugged in, it shows the total of now.
  await display.plug(false)
  await addOne(page, 1)
  const now = await onTill()
  expect(totalShown()).not.toBe(now)
  await display.plug(true)
  await expect.poll(totalShown).toBe(now)

  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  await page.locator('[data-testid^="quick-"]').last().click()
  await page.getByTestId('validate').click()
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await expect.poll(() => shown(0)).toMatch(/^Payé +\d/)
  expect(centsOf(shown(0))).toBe(now)
  if ((await page.getByTestId('change-due').count()) > 0) {
    expect(shown(1)).toMatch(/^Rendu/)
    expect(totalShown()).toBe(centsOf(await page.getByTestId('change-due').last().textContent()))
  }
})
