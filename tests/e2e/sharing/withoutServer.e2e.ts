import { expect, test, type Page } from '@playwright/test'
import {
  connectShop,
  foundShop,
  openDevice,
  pair,
  phoneWithTablet,
  sellOne,
  type Device,
} from './devices'
import { openLine, type Line } from './line'
import { startShopServer, whyNoServer, type ShopServer } from './shopServer'
import { axeFindings, readyOffline } from '../support'

let server: ShopServer
/** From the tablet to the server. */
let line: Line
const missing = whyNoServer()
test.skip(missing !== undefined, missing ?? '')

test.beforeEach(async () => {
  if (missing) return
  line = await openLine()
  server = await startShopServer()
})

const opened: Device[] = []
test.afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
  if (missing) return
  await line.close()
  await server.close()
})
async function open(kind: 'phone' | 'tablet', proxy?: string): Promise<Device> {
  const device = await openDevice(server.origin, kind, undefined, proxy)
  opened.push(device)
  return device
}

/** The shop on two devices; then the tablet has no network, and sells. */
async function tabletCutOff(): Promise<{ phone: Device; tablet: Device }> {
  const { phone, tablet } = await phoneWithTablet(server.origin, kind =>
    open(kind, kind === 'tablet' ? line.proxy : undefined),
  )
  await readyOffline(tablet.page)
  await tablet.page.goto('/#/config/appareils')
  await expect(tablet.page.getByTestId('devices-sent')).toContainText('Jusqu’à')
  line.cut()
  for (let sold = 0; sold < 3; sold += 1) expect(await sellOne(tablet.page)).toMatch(/^B-/)
  await expect(tablet.page.getByTestId('unsent-badge')).toContainText('à transmettre')
  await tablet.page.goto('/#/config/appareils')
  await expect(tablet.page.getByTestId('devices-sent')).toContainText('à transmettre')
  await phone.page.goto('/#/config/appareils')
  return { phone, tablet }
}

const codeOn = async (page: Page) =>
  (await page.getByTestId('beside-copy').getAttribute('data-code')) ?? ''

async function paste(page: Page, code: string): Promise<void> {
  await page.getByTestId('beside-paste').fill(code)
  await page.getByTestId('beside-take').click()
}

async function expectUsable({ page }: Device, where: string): Promise<void> {
  expect(await axeFindings(page), where).toEqual([])
}

/** How far the journal of the tablet's till is held on a device. */
const copiedUpTo = ({ page }: Device) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('comptoir-others')
        opening.addEventListener('error', () =>
          reject(new Error('the copies of other tills cannot be opened')),
        )
        opening.onsuccess = () => {
          const asked = opening.result
            .transaction('copyHeads')
            .objectStore('copyHeads')
            .getAll() as IDBRequest<{ till: string; number: number }[]>
          asked.addEventListener('error', () =>
            reject(new Error('the copies of other tills cannot be read')),
          )
          asked.onsuccess = () => {
            opening.result.close()
            resolve(asked.result.find(({ till }) => till === 'B')?.number ?? 0)
          }
        }
      }),
  )

/** While the tablet is still cut off, another device finds on the server what the phone brought there. */
async function expectOnServer(phone: Device, upTo: number): Promise<void> {
  await phone.page.getByTestId('devices-exchange').click()
  const third = await open('tablet')
  await pair(phone, third, 'Réserve')
  await expect(third.page.getByTestId('joining-member')).toContainText('caisse C')
  await third.page.goto('/#/config/appareils')
  await expect(third.page.getByTestId('device-Comptoir')).toContainText('Entendu')
  await expect.poll(() => copiedUpTo(third), { timeout: 30_000 }).toBe(upTo)
}

test('a phone takes what a tablet without a network sold, beside it, and passes it on', async () => {
  test.setTimeout(240_000)
  const { phone, tablet } = await tabletCutOff()
  const before = await copiedUpTo(phone)
  for (const { page } of [phone, tablet]) await page.getByTestId('device-beside').click()
  await expectUsable(phone, 'beside')

  // Another text is no code, and the other's kind of code is not the one expected.
  await tablet.page.getByTestId('beside-read').click()
  await paste(tablet.page, 'https://example.com')
  await expect(tablet.page.getByTestId('beside-misread')).toBeVisible()
  await expectUsable(tablet, 'reading')

  await phone.page.getByTestId('beside-show').click()
  const offer = await codeOn(phone.page)
  await expectUsable(phone, 'offering')
  await paste(phone.page, offer)
  await expect(phone.page.getByTestId('beside-misread')).toBeVisible()
  await paste(tablet.page, offer)
  const answer = await codeOn(tablet.page)
  await expectUsable(tablet, 'answering')
  await paste(phone.page, answer)

  await expect(phone.page.getByTestId('beside-passed')).toHaveText(
    /^\d+ écritures? données?, [3-9] écritures reçues\.$/,
    { timeout: 40_000 },
  )
  await expect(tablet.page.getByTestId('beside-passed')).toHaveText(
    /^[3-9] écritures données, \d+ écritures? reçues?\.$/,
  )
  await expectUsable(phone, 'over')
  for (const { page } of [phone, tablet]) await page.getByTestId('sheet-close').click()
  const after = await copiedUpTo(phone)
  expect(after).toBeGreaterThanOrEqual(before + 3)
  await expectOnServer(phone, after)
})

test('a file brings the phone what a tablet without a network sold, and goes back with what it lacks @long', async () => {
  test.setTimeout(240_000)
  const { phone, tablet } = await tabletCutOff()
  await phone.page.goto('/#/articles')
  await phone.page.locator('[data-testid^="article-ps-"]').first().click()
  await phone.page.getByTestId('article-price').fill('99,90')
  await phone.page.getByTestId('article-save').click()
  await phone.page.goto('/#/config/appareils')
  const before = await copiedUpTo(phone)

  await tablet.page.getByTestId('exchange-export').click()
  await expect(tablet.page.getByTestId('exchange-ready')).toContainText('chiffré')
  await expectUsable(tablet, 'file made')
  const [made] = await Promise.all([
    tablet.page.waitForEvent('download'),
    tablet.page.getByTestId('exchange-save').click(),
  ])
  expect(made.suggestedFilename()).toMatch(/^comptoir-echanges-[\d-]+\.comptoir$/)
  await phone.page.getByTestId('exchange-file').setInputFiles(await made.path())
  await expect(phone.page.getByTestId('exchange-outcome')).toHaveText(
    /^Fichier lu\s: [3-9] écritures reçues\.$/,
  )
  const after = await copiedUpTo(phone)
  expect(after).toBeGreaterThanOrEqual(before + 3)
  await expectUsable(phone, 'file read')

  const [back] = await Promise.all([
    phone.page.waitForEvent('download'),
    phone.page.getByTestId('exchange-save').click(),
  ])
  await tablet.page.getByTestId('exchange-file').setInputFiles(await back.path())
  await expect(tablet.page.getByTestId('exchange-outcome')).toContainText('Fichier lu')
  await tablet.page.goto('/#/sell')
  await expect(tablet.page.getByText('99,90').first()).toBeVisible()
  await expectOnServer(phone, after)
})

test('another file is refused in a sentence, and nothing is read @long', async () => {
  const phone = await open('phone')
  await connectShop(phone, server.origin)
  await foundShop(phone, 'Téléphone')
  await phone.page.getByTestId('exchange-file').setInputFiles({
    name: 'facture.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7'),
  })
  await expect(phone.page.getByTestId('exchange-outcome')).toContainText(
    'n’est pas un fichier d’échanges',
  )
})
