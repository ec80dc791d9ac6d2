import { expect, test, type Page } from '@playwright/test'
import { openDemo, payExact, tiles } from './support'

/**
 * Makes the last sale another, by writes to the database alone: sealed again, the end noted to fit,
 * and its signature deleted.
 */
function forgeLastSale(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(new Error(String(request.error))))
      })
    interface Row {
      number: number
      seal: string
      event: { kind: string; note: string }
    }
    const db = await asked(indexedDB.open('comptoir-till-demo'))
    const rows = (await asked(db.transaction('journal').objectStore('journal').getAll())) as Row[]
    const last = rows.toSorted((a, b) => a.number - b.number).at(-1)
    if (!last) throw new Error('something was sold')
    const { seal: _old, ...entry } = last
    if (entry.event.kind === 'sale') entry.event.note = 'autre chose'
    // Stored in canonical order: this is its canonical text.
    const bytes = await crypto.subtle.digest(
      'SHA-256',
      new TextEncoder().encode(JSON.stringify(entry)),
    )
    const seal = [...new Uint8Array(bytes)].map(one => one.toString(16).padStart(2, '0')).join('')
    const writing = db.transaction(['journal', 'signatures', 'heads'], 'readwrite')
    writing.objectStore('journal').put({ ...entry, seal })
    writing.objectStore('signatures').delete(['A', last.number])
    const head = (await asked(writing.objectStore('heads').get('A'))) as object
    writing.objectStore('heads').put({ ...head, seal })
    await new Promise(resolve => writing.addEventListener('complete', resolve))
    db.close()
  })
}

async function sellOne(page: Page): Promise<void> {
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('new-ticket')).toBeVisible()
}

test('a journal changed by writes to the database is told at the next start, and selling goes on under the next letter', async ({
  page,
}) => {
  await openDemo(page)
  await sellOne(page)
  await page.getByTestId('new-ticket').click()
  await expect(page.getByTestId('journal-fault')).toBeHidden()
  await forgeLastSale(page)
  await page.goto('/#/sell')
  await page.reload()

  const notice = page.getByTestId('journal-fault')
  await expect(notice).toContainText('Le journal de la lettre A n’est plus tel')
  await expect(notice).toContainText('continue sous la lettre B')
  await sellOne(page)
  await expect(page.getByText('B-000001').first()).toBeVisible()
  await page.getByTestId('new-ticket').click()

  await page.goto('/#/config/general/caisse')
  await expect(page.getByTestId('journal-faults')).toContainText('Lettre A')
  await notice.getByTestId('journal-fault-seen').click()
  await expect(notice).toBeHidden()
  await page.reload()
  await expect(page.getByTestId('journal-faults')).toContainText('n’ont pas de signature')
  await expect(notice).toBeHidden()
  await page.getByTestId('check-journal').click()
  await expect(page.getByTestId('journal-check')).toContainText('vérifiée')
})

test('found while selling, it keeps the ticket and sells it under the next letter', async ({
  page,
}) => {
  await openDemo(page)
  await sellOne(page)
  await page.getByTestId('new-ticket').click()
  await forgeLastSale(page)
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('journal-fault')).toBeVisible({ timeout: 20_000 })
  await payExact(page)
  await expect(page.getByText('B-000001').first()).toBeVisible()
})
