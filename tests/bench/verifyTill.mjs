// Measures the till's own check of a long journal, in Chromium, on the till's database.
import { chromium } from '@playwright/test'
import { origin, serveShop } from './till.mjs'

export const BROWSER = {
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
}

/** Measures the check of the same journal in a till's database. */
export async function measureTill({ entries, signatures, pair }) {
  const server = await serveShop(10)
  const browser = await chromium.launch(BROWSER)
  try {
    const page = await browser.newPage({ locale: 'fr-FR', baseURL: origin })
    await page.goto('/#/config/general/caisse')
    await page.getByTestId('check-journal').waitFor()
    await fillJournal(page, { entries, signatures, pair })
    await page.goto('/#/config/general/caisse')
    const button = page.getByTestId('check-journal')
    await button.waitFor()
    // Waits for what a till does on opening.
    await page.waitForTimeout(8_000)
    const startedAt = performance.now()
    await button.click()
    await page.evaluate(seen, '[data-testid="check-journal"][disabled]')
    await page.evaluate(seen, '[data-testid="check-journal"]:not([disabled])')
    const elapsedMs = performance.now() - startedAt
    const said = await page.getByTestId('journal-check').textContent()
    if (/Écriture/.test(said)) throw new Error(said)
    console.log(`  (${said.trim()})`)
    return elapsedMs
  } finally {
    await browser.close()
    server.kill()
  }
}

/** Puts a journal in the database of a till, in place of its own. */
export async function fillJournal(page, { entries, signatures, pair }) {
  const { privateKey, publicKey } = pair
  const [own, known] = await Promise.all(
    [privateKey, publicKey].map(key => crypto.subtle.exportKey('jwk', key)),
  )
  const counters = {}
  for (const { event } of entries) {
    if (event.document) counters[event.document.series] = event.document.number
  }
  const { number, seal } = entries.at(-1)
  // No till is open meanwhile: it would find that another writes its journal.
  await page.goto('/opening.js')
  await page.evaluate(putHead, { own, known, head: { till: 'A', number, seal, counters } })
  for (let from = 0; from < entries.length; from += 5_000) {
    const rows = entries.slice(from, from + 5_000)
    const signed = rows.map((entry, index) => ({
      till: 'A',
      number: entry.number,
      signature: signatures[from + index],
    }))
    await page.evaluate(putRows, JSON.stringify({ journal: rows, signatures: signed }))
  }
}

/**
 * Runs in the page. Waits for an element without polling at each frame, as the browser's tool does:
 * that work would be measured with the till's.
 */
export function seen(selector) {
  return new Promise(resolve => {
    const look = () => {
      if (!document.querySelector(selector)) return false
      resolve()
      return true
    }
    if (look()) return
    const watching = new MutationObserver(() => look() && watching.disconnect())
    watching.observe(document, { attributes: true, childList: true, subtree: true })
  })
}

/** Runs in the page: empties the till's journal, and writes a key and a head into it. */
async function putHead({ own, known, head }) {
  const kind = { name: 'ECDSA', namedCurve: 'P-256' }
  const privateKey = await crypto.subtle.importKey('jwk', own, kind, false, ['sign'])
  const publicKey = await crypto.subtle.importKey('jwk', known, kind, true, ['verify'])
  const opening = indexedDB.open('comptoir-till')
  await new Promise(resolve => opening.addEventListener('success', resolve))
  const tables = ['journal', 'signatures', 'heads', 'keys']
  const writing = opening.result.transaction(tables, 'readwrite')
  for (const table of tables) writing.objectStore(table).clear()
  writing.objectStore('heads').put(head)
  writing.objectStore('keys').put({ till: head.till, privateKey, publicKey })
  await new Promise(resolve => writing.addEventListener('complete', resolve))
  opening.result.close()
}

/** Runs in the page: writes rows into tables. */
async function putRows(text) {
  const tables = JSON.parse(text)
  const opening = indexedDB.open('comptoir-till')
  await new Promise(resolve => opening.addEventListener('success', resolve))
  const writing = opening.result.transaction(Object.keys(tables), 'readwrite')
  for (const [table, rows] of Object.entries(tables)) {
    for (const row of rows) writing.objectStore(table).put(row)
  }
  await new Promise(resolve => writing.addEventListener('complete', resolve))
  opening.result.close()
}
