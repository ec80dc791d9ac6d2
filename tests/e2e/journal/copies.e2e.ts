import { expect, test, type Page } from '@playwright/test'
import { scanInPage } from '../scanner'
import { openDemo, payExact, sealedIn, tiles } from '../support'

/** Entries in the copy of a letter, counted in the device's private files themselves. */
function copiedIn(page: Page, letter: string): Promise<number> {
  return page.evaluate(async till => {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle('journal-demo', { create: true })
    let count = 0
    const files = folder as unknown as {
      entries: () => AsyncIterableIterator<[string, FileSystemFileHandle]>
    }
    for await (const [name, handle] of files.entries()) {
      if (!name.startsWith(`${till}-`)) continue
      const text = new TextDecoder('latin1').decode(await (await handle.getFile()).arrayBuffer())
      count += text.split('CMC1').length - 1
    }
    return count
  }, letter)
}

interface Sealed {
  number: number
  seal: string
  event: { document?: { series: string; number: number } }
}

interface Change {
  /** Entries above this number go; all rows of all tables where it is null. */
  above: number | null
}

/** Changes the database behind the till's back, as whoever holds the device can. */
function changeDatabase(page: Page, change: Change): Promise<void> {
  return page.evaluate(
    ({ above }) =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open('comptoir-till-demo')
        open.addEventListener('error', () => reject(new Error(String(open.error))))
        open.addEventListener('success', () => {
          const names = [...open.result.objectStoreNames]
          const writing = open.result.transaction(names, 'readwrite')
          if (above === null) for (const name of names) writing.objectStore(name).clear()
          else {
            const range = IDBKeyRange.bound(['A', above], ['A', Infinity], true)
            writing.objectStore('journal').delete(range)
            writing.objectStore('signatures').delete(range)
            const rest = IDBKeyRange.bound(['A', 0], ['A', above])
            const left = writing.objectStore('journal').getAll(rest)
            left.addEventListener('success', () => {
              const counters: Record<string, number> = {}
              const entries = left.result as Sealed[]
              for (const { event } of entries) {
                if (event.document) counters[event.document.series] = event.document.number
              }
              const { number, seal } = entries.at(-1) ?? { number: 0, seal: '' }
              writing.objectStore('heads').put({ till: 'A', number, seal, counters })
            })
          }
          writing.addEventListener('error', () => reject(new Error(String(writing.error))))
          writing.addEventListener('complete', () => {
            open.result.close()
            resolve()
          })
        })
      }),
    change,
  )
}

async function sell(page: Page): Promise<void> {
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toBeVisible()
  await page.getByTestId('new-ticket').click()
  await expect(page.getByTestId('paid-number')).toHaveCount(0)
}

/** Opens the till's own settings, where the copy is shown. */
async function openTillTab(page: Page): Promise<void> {
  await page.goto('/#/config/general/caisse')
  await expect(page.getByTestId('journal-copy')).toBeVisible()
}

test('the last sales deleted from the database are told, and come back from the copy', async ({
  page,
}) => {
  await openDemo(page)
  for (let sold = 0; sold < 3; sold += 1) await sell(page)
  const before = (await sealedIn(page)).length
  await expect.poll(() => copiedIn(page, 'A')).toBe(before)
  await openTillTab(page)
  await expect(page.getByTestId('copy-space')).toContainText(/o\./)

  await changeDatabase(page, { above: before - 2 })
  await page.reload()
  await expect(page.getByTestId('journal-fault')).toContainText('lettre A')
  await page.goto('/#/config/general/sauvegarde')
  await expect(page.getByTestId('till-letter')).toContainText('B')

  await openTillTab(page)
  await expect(page.getByTestId('journal-copy')).toContainText(`${before}`)
  await page.getByTestId('copy-rebuild').click()
  await expect(page.getByTestId('copy-last')).toContainText('2 ventes')
  await expect(page.getByTestId('copy-rebuild')).toHaveCount(0)
  await page.getByTestId('check-journal').click()
  await expect(page.getByTestId('journal-check')).toContainText('vérifiée')
  await page.goto('/#/sales')
  await expect(page.locator('[data-testid^="sale-"]')).toHaveCount(3)
})

test('a database cleared whole comes back from the copy @long', async ({ page }) => {
  await openDemo(page)
  for (let sold = 0; sold < 2; sold += 1) await sell(page)
  const before = (await sealedIn(page)).length
  await expect.poll(() => copiedIn(page, 'A')).toBe(before)
  await changeDatabase(page, { above: null })
  await page.reload()
  // Nothing but the copy knows of letter A: the device is new again, and goes on under another.
  await page.getByTestId('try-demo').click()
  await expect(page.getByTestId('sync-summary')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTestId('journal-fault')).toBeVisible()
  await openTillTab(page)
  await page.getByTestId('copy-rebuild').click()
  await expect(page.getByTestId('copy-last')).toContainText('2 ventes')
  await page.goto('/#/sales')
  await expect(page.locator('[data-testid^="sale-"]')).toHaveCount(2)
  await page.goto('/#/config/general/sauvegarde')
  await expect(page.getByTestId('till-letter')).toContainText('C')
})

test('a receipt of this till that its journal does not know is an alarm', async ({ page }) => {
  await openDemo(page)
  await sell(page)
  await page.goto('/#/sales')
  await page.locator('[data-testid^="sale-"]').first().click()
  await page.getByTestId('show-code').click()
  const code = (await page.getByTestId('sealed-code').getAttribute('data-code')) ?? ''
  const before = (await sealedIn(page)).length
  await expect.poll(() => copiedIn(page, 'A')).toBe(before)
  // Without its copy and its noted head, the paper alone tells.
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    await root.removeEntry('journal-demo', { recursive: true })
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith('comptoir.head.')) localStorage.removeItem(name)
    }
  })
  await changeDatabase(page, { above: before - 1 })
  await page.reload()
  await page.goto('/#/sales')
  await expect(page.getByTestId('check-receipt')).toBeVisible()
  await expect(page.getByTestId('journal-fault')).toHaveCount(0)
  await scanInPage(page, code)
  const finding = page.getByTestId('receipt-check')
  await expect(finding).toHaveAttribute('data-finding', 'missing')
  await expect(finding).toContainText('Ce ticket manque au journal')
  await expect(page.getByTestId('journal-fault')).toBeVisible()
})
