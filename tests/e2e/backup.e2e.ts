import { expect, test, type Page } from '@playwright/test'
import { openDemo, payExact, sealedIn, tiles } from './support'

const PASSPHRASE = 'quatre mots bien choisis'
const TAB = '/#/config/general/sauvegarde'

async function sellOne(page: Page, number: string): Promise<void> {
  await page.goto('/#/sell')
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toContainText(number)
  await page.getByTestId('new-ticket').click()
}

async function choosePassphrase(page: Page): Promise<void> {
  await page.goto(TAB)
  await page.getByTestId('passphrase').fill(PASSPHRASE)
  await page.getByTestId('passphrase-again').fill(PASSPHRASE)
  await page.getByTestId('passphrase-choose').click()
  await expect(page.getByTestId('backup-make')).toBeVisible({ timeout: 30_000 })
}

async function restore(page: Page, path: string, passphrase: string): Promise<void> {
  await page.getByTestId('restore-file').setInputFiles(path)
  await page.getByTestId('restore-passphrase').fill(passphrase)
  await page.getByTestId('restore-now').click()
}

test('a sale is backed up, restored on a new tablet, found and given back, and selling goes on', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000)
  await openDemo(page)
  await sellOne(page, 'A-000001')
  await page.goto('/#/config/general/caisse')
  await expect(page.getByTestId('backup-reminder')).toBeVisible()
  await choosePassphrase(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('backup-make').click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^comptoir-A-.*\.backup$/)
  await expect(page.getByTestId('backup-made')).toBeVisible()
  await expect(page.getByTestId('backup-last')).toContainText('en fichier')
  const path = await download.path()
  // The till that made the backup has sales of its own: it refuses, and says why.
  await page.getByTestId('restore').click()
  await restore(page, path, PASSPHRASE)
  await expect(page.getByTestId('error-backup-already-here').first()).toBeVisible({
    timeout: 30_000,
  })

  const context = await browser.newContext()
  const tablet = await context.newPage()
  await tablet.goto('/')
  await tablet.getByTestId('restore').click()
  // The demo's backup is restored in the demo, which opens from here.
  await restore(tablet, path, PASSPHRASE)
  await tablet.getByTestId('restore-other-books').click({ timeout: 30_000 })
  await expect(tablet).toHaveURL(/sauvegarde\?restore$/)
  await expect(tablet.getByTestId('till-letter')).toBeVisible()
  await restore(tablet, path, 'une autre phrase')
  await expect(tablet.getByTestId('error-backup-passphrase-wrong').first()).toBeVisible({
    timeout: 30_000,
  })
  await restore(tablet, path, PASSPHRASE)
  await expect(tablet.getByTestId('till-letter')).toContainText('lettre B', { timeout: 60_000 })
  // What no backup holds is asked for.
  await expect(tablet.getByTestId('restored')).toContainText('La clé du webservice')
  await expect(tablet.getByTestId('restored')).toContainText('Le fond de caisse')
  await expect(tablet.getByTestId('restored')).toContainText('La phrase secrète')

  await sellOne(tablet, 'B-000001')
  await tablet.goto('/#/sales')
  await expect(tablet.locator('a[href="#/sales/A-2"]')).toContainText('A-000001')
  await tablet.locator('a[href="#/sales/A-2"]').click()
  await expect(tablet.getByTestId('receipt')).toContainText('A-000001')
  await expect(tablet.getByTestId('seal-check')).toContainText('Sceau vérifié ✓')
  await tablet.getByTestId('refund').click()
  await tablet.getByTestId('refund-all').click()
  await tablet.getByTestId('refund-now').click()
  await tablet.getByTestId('validate').click()
  await expect(tablet.getByTestId('paid-number')).toContainText('BR-000001')
  await tablet.getByTestId('new-ticket').click()

  await tablet.goto('/#/config/general/caisse')
  await tablet.getByTestId('check-journal').click()
  await expect(tablet.getByTestId('journal-check')).toContainText('écritures vérifiées')
  await context.close()
})

/** Raises the total of the first sale on the disk: its seal no longer holds. */
function breakFirstSale(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open('comptoir-till-demo')
        open.addEventListener('success', () => {
          const writing = open.result.transaction('journal', 'readwrite')
          const all = writing.objectStore('journal').getAll()
          all.addEventListener('success', () => {
            const rows = all.result as { event: { kind: string; totalCents: number } }[]
            const sale = rows.find(row => row.event.kind === 'sale')
            if (!sale) return
            sale.event.totalCents += 100
            writing.objectStore('journal').put(sale)
          })
          writing.addEventListener('error', () => reject(new Error(String(writing.error))))
          writing.addEventListener('complete', () => {
            open.result.close()
            resolve()
          })
        })
      }),
  )
}

test(
  'a broken backup is restored as it is by a button that is in sight',
  { tag: '@phone-only' },
  async ({ page, browser }) => {
    test.setTimeout(120_000)
    await openDemo(page)
    await sellOne(page, 'A-000001')
    await sellOne(page, 'A-000002')
    await choosePassphrase(page)
    await breakFirstSale(page)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('backup-make').click(),
    ])
    const path = await download.path()

    const size = page.viewportSize()
    const context = await browser.newContext({ viewport: size })
    const tablet = await context.newPage()
    await openDemo(tablet)
    await tablet.goto(TAB)
    await tablet.getByTestId('restore').click()
    await restore(tablet, path, PASSPHRASE)
    const asItIs = tablet.getByTestId('restore-broken')
    await expect(asItIs).toBeInViewport({ ratio: 1, timeout: 60_000 })
    await expect(tablet.getByTestId('restore-now')).toBeInViewport({ ratio: 1 })
    await asItIs.click()
    await expect(tablet.getByTestId('till-letter')).toContainText('lettre B', { timeout: 60_000 })
    await context.close()
  },
)

test('backups go to a chosen folder automatically, and a closed folder is reported', async ({
  page,
}) => {
  // A folder of the browser's own replaces a folder of the device: no picker opens in a test.
  await page.addInitScript(() => {
    Object.assign(window, { showDirectoryPicker: () => navigator.storage.getDirectory() })
  })
  await openDemo(page)
  await choosePassphrase(page)
  await page.getByTestId('folder-pick').click()
  await expect(page.getByTestId('backup-folder')).toBeVisible()
  await expect(page.getByTestId('backup-last')).toContainText('dans le dossier')
  const names = await page.evaluate(async () => {
    const found: string[] = []
    for await (const name of (await navigator.storage.getDirectory()).keys()) found.push(name)
    return found
  })
  // The copy of the journal has a folder of its own there.
  const files = names.filter(name => !name.startsWith('journal-'))
  expect(files).toEqual([expect.stringMatching(/^comptoir-A-.*\.backup$/)])
  const traces = (await sealedIn(page)).filter(event => event['what'] === 'backup-made')
  expect(traces).toMatchObject([{ detail: { to: 'folder' } }])

  await page.evaluate(() => {
    FileSystemDirectoryHandle.prototype.getFileHandle = () =>
      Promise.reject(new DOMException('gone', 'NotFoundError'))
  })
  await page.getByTestId('folder-pick').click()
  await expect(page.getByTestId('error-backup-folder-refused')).toBeVisible()
})
