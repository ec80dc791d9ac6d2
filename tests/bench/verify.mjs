// Measures the three verifiers on a journal of a hundred thousand entries, as a till writes it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import { root } from '../../src/commands/project.mjs'
import { note } from './results.mjs'
import { withSources } from './sources.mjs'
import { BROWSER, measureTill, seen } from './verifyTill.mjs'

const ENTRIES = 100_000
const A_DAY = 300

/** Measures the command, the page and the till itself, with every signature and without. */
export async function measureVerify() {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-verify-'))
  try {
    const journal = await makeJournal()
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

/** Made by the till's own code. */
const makeJournal = () =>
  withSources(async load => {
    const code = Object.assign(
      {},
      ...(await Promise.all(
        [
          'src/core/archive/manifest.ts',
          'src/core/closing/closing.ts',
          'src/core/journal/journal.ts',
          'src/till/journal/signSeal.ts',
          'src/till/archive/writeZip.ts',
          'tests/support/factory.ts',
          'tests/support/signedJournal.ts',
        ].map(load),
      )),
    )
    const kind = { name: 'ECDSA', namedCurve: 'P-256' }
    const pair = await crypto.subtle.generateKey(kind, true, ['sign', 'verify'])
    const publicKey = await code.publicKeyOf(pair)
    const entries = sealedEntries(code, publicKey)
    const signatures = await signAll(code, pair, entries)
    const archive = () => archiveOf(code, { pair, publicKey, entries, signatures })
    return { entries, signatures, pair, archive }
  })

/** A thousand at a time: a hundred thousand promises at once are slow. */
async function signAll(code, pair, entries) {
  const signatures = []
  for (let from = 0; from < entries.length; from += 1_000) {
    const some = entries.slice(from, from + 1_000)
    const signed = await Promise.all(some.map(({ seal }) => code.signSeal(pair.privateKey, seal)))
    signatures.push(...signed)
  }
  return signatures
}

async function archiveOf(code, { pair, publicKey, entries, signatures }) {
  const at = entries[0].at
  const zip = code.writeZip(at)
  const write = (name, texts) => {
    const file = zip.open(name)
    for (const text of texts) file.write(text)
    return file.close()
  }
  const lines = entries.map((entry, index) => code.entryLine(entry, signatures[index]))
  const files = [
    write('entries.jsonl', lines),
    write('context.jsonl', [lines[0]]),
    write('cle-publique.json', [JSON.stringify(publicKey)]),
  ]
  const manifest = {
    format: code.ARCHIVE_FORMAT,
    till: 'A',
    journalId: 'bench',
    keyFingerprint: code.keyFingerprint(publicKey),
    period: { from: null, to: null },
    firstEntry: 1,
    lastEntry: entries.length,
    count: entries.length,
    previousSeal: code.NO_SEAL,
    lastSeal: entries.at(-1).seal,
    madeAt: at,
    software: code.SOFTWARE,
    files,
  }
  const { sha256 } = write('manifest.json', [JSON.stringify(manifest)])
  write('signature.txt', [await code.signSeal(pair.privateKey, code.signedTextOf(sha256))])
  return new Uint8Array(await zip.close().blob.arrayBuffer())
}

function sealedEntries(code, publicKey) {
  const { sealEvent, closeDay, aJournal, aTicket, anArticle, SOFTWARE, SELLER } = code
  const [, sale] = aJournal([aTicket([anArticle(), anArticle({ articleId: 'ps-2' })])])
  const entries = []
  const seal = (day, event) => {
    const place = { till: 'A', eventId: `e-${entries.length}`, day, training: false }
    entries.push(sealEvent(entries.at(-1), { ...place, at: `${day}T10:00:00.000+01:00`, event }))
  }
  const keyFingerprint = code.keyFingerprint(publicKey)
  const opening = { kind: 'journal-opened', journalId: 'bench', publicKey, keyFingerprint }
  seal('2025-01-01', { ...opening, continues: null, software: SOFTWARE })
  let before
  let sales = 0
  for (let day = 0; entries.length < ENTRIES; day += 1) {
    const of = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10)
    for (let count = 0; count < A_DAY && entries.length < ENTRIES - 1; count += 1) {
      sales += 1
      seal(of, { ...sale.event, document: { series: 'A', number: sales } })
    }
    const closed = closeDay(before, entries.slice(before?.lastEntry ?? 0), of)
    const { user, software } = sale.event
    const document = { series: 'AZ', number: day + 1 }
    before = { kind: 'closing', document, ...closed, isLate: false, cash: null, user }
    before = { ...before, seller: SELLER, software }
    seal(of, before)
  }
  return entries
}
