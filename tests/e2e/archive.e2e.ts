import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test, type Page, type TestInfo } from '@playwright/test'
import { textIn, unpack, withLines } from '../support/archives'
import { openDemo, payExact, tiles } from './support'

/** Presses a button that saves a file, and returns the file's path. */
async function saved(page: Page, info: TestInfo, testId: string, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId(testId).click(),
  ])
  const path = info.outputPath(name)
  await download.saveAs(path)
  return path
}

/** The same archive with one amount changed and its manifest adapted. */
function tampered(path: string, info: TestInfo): { path: string; entry: number } {
  const files = unpack(readFileSync(path))
  const lines = textIn(files, 'entries.jsonl')
    .trimEnd()
    .split('\n')
    .map(
      line =>
        JSON.parse(line) as {
          entry: { number: number; event: { kind: string; totalCents?: number } }
        },
    )
  const sale = lines.find(({ entry }) => entry.event.kind === 'sale')
  if (!sale) throw new Error('a sale was archived')
  sale.entry.event = {
    ...sale.entry.event,
    totalCents: 1,
  }
  const changed = info.outputPath('tampered.zip')
  writeFileSync(changed, withLines(files, lines))
  return { path: changed, entry: sale.entry.number }
}

const TITLE = 'an archive is made, checked here and by a page that works from a disk'
test(TITLE, { tag: '@phone-long' }, async ({ page, context }, info) => {
  await openDemo(page)
  await tiles(page).first().click()
  await payExact(page)
  await expect(page.getByTestId('paid-number')).toBeVisible()

  await page.goto('/#/config')
  await page.getByTestId('config-archives').click()
  const archive = await saved(page, info, 'archive-make', 'archive.zip')
  await expect(page.getByTestId('archive-made')).toContainText('comptoir-archive-A')
  expect(textIn(unpack(readFileSync(archive)), 'verificateur.html')).toContain('comptoir-verifier')

  await page.getByTestId('archive-file').setInputFiles(archive)
  await expect(page.getByTestId('archive-sound')).toBeVisible()
  await page.getByTestId('purge-plan').click()
  await expect(page.getByTestId('error-purge-nothing')).toBeVisible()
  const wrong = tampered(archive, info)
  await page.getByTestId('archive-file').setInputFiles(wrong.path)
  await expect(page.getByTestId('archive-unsound')).toContainText(String(wrong.entry))
  await page.getByTestId('check-journal').click()
  await expect(page.getByTestId('journal-check')).toContainText(/\d+ écritures vérifiées/)
  await expect(page.getByTestId('journal-check').locator('.notice--bad')).toHaveCount(0)

  const verifier = await saved(page, info, 'save-verifier', 'verificateur.html')
  const alone = await context.newPage()
  await context.setOffline(true)
  await alone.goto(pathToFileURL(verifier).href)
  info.annotations.push({
    type: 'file://',
    description: `crypto.subtle: ${await alone.evaluate(() => typeof crypto.subtle)}`,
  })
  await alone.getByTestId('archive').setInputFiles(archive)
  await expect(alone.getByTestId('sound')).toBeVisible()
  await alone.getByTestId('archive').setInputFiles(wrong.path)
  await expect(alone.getByTestId('unsound')).toBeVisible()
  await expect(alone.getByTestId('result')).toContainText(`${wrong.entry} :`)
  await alone.getByTestId('archive').setInputFiles([archive, archive])
  await expect(alone.getByTestId('sound')).toBeVisible()
  await expect(alone.getByTestId('result')).toContainText('2 écritures sont les mêmes')
  await alone.getByTestId('known').fill('ab'.repeat(32))
  await alone.getByTestId('archive').setInputFiles(archive)
  await expect(alone.getByTestId('unsound')).toBeVisible()
  await alone.getByRole('button', { name: 'English' }).click()
  await expect(alone.locator('html')).toHaveAttribute('lang', 'en')
})
