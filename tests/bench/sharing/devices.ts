import type { Page } from '@playwright/test'
import { connectShop, foundShop, openDevice, pair, type Device } from '../../e2e/sharing/devices'
import { startShopServer } from '../../e2e/sharing/shopServer'
import { openTicket, tiles } from '../../e2e/support'

const SALES = 30
const PAIRINGS = 10

/** Milliseconds of a sale from paid to seen elsewhere, and of what machines do as a device joins. */
export interface DeviceFigures {
  seenMs: number[]
  pairingMs: number[]
  /** On IndexedDB of the device that sells and of the one that hears, for one sale. */
  keptBytes: { seller: number; hearer: number }
}

/** A phone and tablets in browsers of their own, with the built till's server and its database. */
export async function measureDevices(): Promise<DeviceFigures> {
  const server = await startShopServer()
  const opened: Device[] = []
  const open = async (kind: 'phone' | 'tablet') => {
    const device = await openDevice(server.origin, kind)
    opened.push(device)
    device.page.setDefaultTimeout(90_000)
    return device
  }
  try {
    const phone = await open('phone')
    await connectShop(phone, server.origin)
    await foundShop(phone, 'Téléphone')
    const tablet = await open('tablet')
    await pair(phone, tablet, 'Comptoir')
    await tablet.page.goto('/#/sell')
    await tiles(tablet.page).first().waitFor()
    const pages = [tablet.page, phone.page]
    const before = await Promise.all(pages.map(diskBytes))
    const seenMs = await seeSales(phone.page, tablet.page)
    const [seller = 0, hearer = 0] = (await Promise.all(pages.map(diskBytes))).map(
      (after, at) => (after - (before[at] ?? 0)) / SALES,
    )
    const pairingMs: number[] = []
    while (pairingMs.length < PAIRINGS) {
      const guest = await open('tablet')
      pairingMs.push(await timedPairing(phone.page, guest.page, pairingMs.length))
      await guest.close()
    }
    return { seenMs, pairingMs, keptBytes: { seller, hearer } }
  } finally {
    for (const { close } of opened) await close()
    await server.close()
  }
}

/** Sells on the tablet while the phone shows the tablet's sales. */
async function seeSales(phone: Page, tablet: Page): Promise<number[]> {
  await sellOne(tablet)
  await phone.goto('/#/sales')
  await phone.getByText('Caisse B (Comptoir)', { exact: true }).click()
  await phone.locator('[data-testid^="sale-"]').first().waitFor()
  const times: number[] = []
  for (let count = 0; count < SALES; count += 1) {
    const paid = await sellOne(tablet)
    // Both pages are of one machine, and so is their time.
    const seenAt = await phone.evaluate(
      number =>
        new Promise<number>(resolve => {
          const look = () => {
            const shown = document.querySelector('[data-testid^="sale-"]')?.textContent
            if (!shown?.includes(number)) return false
            watching.disconnect()
            resolve(performance.timeOrigin + performance.now())
            return true
          }
          const watching = new MutationObserver(look)
          watching.observe(document, { childList: true, subtree: true, characterData: true })
          look()
        }),
      paid.number,
    )
    times.push(seenAt - paid.at)
  }
  return times
}

/** Sells one article; when the screen said that it is paid, and the number on the receipt. */
async function sellOne(page: Page): Promise<{ at: number; number: string }> {
  await tiles(page).first().click()
  await openTicket(page)
  await page.getByTestId('pay-cash').last().click()
  await page.locator('[data-testid^="quick-"]').first().click()
  const paid = page.evaluate(
    () =>
      new Promise<{ at: number; text: string }>(resolve => {
        const watching = new MutationObserver(() => {
          const text = document.querySelector('[data-testid="paid-number"]')?.textContent
          if (!text) return
          watching.disconnect()
          resolve({ at: performance.timeOrigin + performance.now(), text })
        })
        watching.observe(document, { childList: true, subtree: true, characterData: true })
      }),
  )
  await page.getByTestId('validate').click()
  const { at, text } = await paid
  await page.getByTestId('new-ticket').click()
  return { at, number: /[A-Z]-\d+/.exec(text)?.[0] ?? '' }
}

/** What machines take from *Ajouter* to the new device being in, people's own steps left out. */
async function timedPairing(host: Page, guest: Page, place: number): Promise<number> {
  await host.goto('/#/config/appareils')
  await host.getByTestId('device-add').waitFor()
  let [ms, startedAt] = [0, performance.now()]
  const stop = () => (ms += performance.now() - startedAt)
  const goOn = () => (startedAt = performance.now())
  await host.getByTestId('device-add').click()
  await host.getByTestId('device-role-sells').check({ force: true })
  await host.getByTestId('device-show-code').click()
  const code = await host.getByTestId('device-copy').getAttribute('data-code')
  stop()
  await guest.goto(`/#/rejoindre/${code}`)
  await guest.getByTestId('joining-name').fill(`Comptoir ${place + 2}`)
  goOn()
  await guest.getByTestId('joining-go').click()
  const digits = await guest.getByTestId('joining-digits').textContent()
  await host.getByTestId('device-digits').waitFor()
  stop()
  await host.getByTestId('device-digits').fill(digits?.trim() ?? '')
  goOn()
  await host.getByTestId('device-let-in').click()
  await guest.getByTestId('joining-member').waitFor()
  stop()
  await host.getByTestId('device-joined').waitFor()
  await host.getByTestId('sheet-close').click()
  return ms
}

const diskBytes = (page: Page) =>
  page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)
