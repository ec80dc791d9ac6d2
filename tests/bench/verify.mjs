// Measures the three verifiers on a journal of a hundred thousand entries, as a till writes it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import { root } from '../../src/commands/project.mjs'
import { makeJournal } from './journal.mjs'
import { note } from './results.mjs'
import { BROWSER, measureTill, seen } from './verifyTill.mjs'

const ENTRIES = 100_000
const A_DAY = 300

/** Measures the command, the page and the till itself, with every signature and without. */
export async function measureVerify() {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-verify-'))
  try {
    const journal = await makeJournal({
      entries: ENTRIES,
      salesADay: A_DAY,
      firstDay: '2025-01-01',
    })
    const path = join(folder, 'archive.zip')
    writeFileSync(path, await journal.archive())
    console.log(`(charge de la machine : ${loadavg()[0]?.toFixed(1)}, ${cpus().length} cœurs)`)
    noteSeconds('npm run verify', measureCommand(path))
    noteSeconds('la page', await measurePage(path))
    noteSeconds('la caisse', await measureTill(journal))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const noteSeconds = (who, ms) =>
  note(`vérifier ${ENTRIES} écritures et signatures, ${who}`, ms / 1000, 5, ' s')

function measureCommand(path) {
  const command = ['--max-old-space-size=2048', 'dist/server/verify.js', path]
  const startedAt = performance.now()
  const { status, stdout } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the archive of the bench is sound: ${stdout}`)
  return performance.now() - startedAt
}

/** From the disk, as an inspector opens it. */
async function measurePage(path) {
  const browser = await chromium.launch(BROWSER)
  try {
    const page = await browser.newPage()
    await page.goto(pathToFileURL(join(root, 'dist/client/verificateur.html')).href)
    const startedAt = performance.now()
    await page.getByTestId('archive').setInputFiles(path)
    await page.evaluate(seen, '[data-testid="sound"], [data-testid="unsound"]')
    const elapsedMs = performance.now() - startedAt
    if (!(await page.getByTestId('sound').isVisible())) throw new Error('a sound archive')
    return elapsedMs
  } finally {
    await browser.close()
  }
}
