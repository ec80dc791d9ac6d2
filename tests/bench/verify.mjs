// The checker of archives on Node: a journal of a hundred thousand entries, as a till writes it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from '../../src/commands/project.mjs'
import { note } from './results.mjs'

const ENTRIES = 100_000
const A_DAY = 300

/** Seals, links, documents and closings without a signature, then with one for every entry. */
export async function measureVerify() {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-verify-'))
  try {
    const journal = await makeJournal()
    for (const isSigned of [false, true]) {
      const path = join(folder, `${isSigned}.zip`)
      writeFileSync(path, await journal.archive(isSigned))
      const startedAt = performance.now()
      const { status, stdout } = spawnSync(
        process.execPath,
        ['--max-old-space-size=2048', 'dist/server/verify.js', path],
        { cwd: root, encoding: 'utf8' },
      )
      const seconds = (performance.now() - startedAt) / 1000
      if (status !== 0) throw new Error(`the archive of the bench is sound: ${stdout}`)
      const what = isSigned ? 'avec chaque signature' : 'sceaux, liens, documents, clôtures'
      note(`vérifier ${ENTRIES} écritures, ${what}`, seconds, isSigned ? 15 : 5, ' s')
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** By the till's own code: it is loaded as it is, not from the build. */
async function makeJournal() {
  const vite = await createServer({
    root,
    configFile: false,
    resolve: { alias: { '@': join(root, 'src') } },
    server: { middlewareMode: true, ws: false },
    appType: 'custom',
    logLevel: 'error',
  })
  try {
    const load = path => vite.ssrLoadModule(join(root, path))
    const code = Object.assign(
      {},
      ...(await Promise.all(
        [
          'src/core/archive/manifest.ts',
          'src/core/closing.ts',
          'src/core/journal.ts',
          'src/till/signature.ts',
          'src/till/zipWriter.ts',
          'tests/support/factory.ts',
          'tests/support/signedJournal.ts',
        ].map(load),
      )),
    )
    const pair = await code.newKeyPair()
    const publicKey = await code.publicKeyOf(pair)
    return { archive: isSigned => archiveOf(code, pair, isSigned ? publicKey : null) }
  } finally {
    await vite.close()
  }
}

async function archiveOf(code, pair, publicKey) {
  const entries = sealedEntries(code, publicKey)
  const at = entries[0].at
  const zip = code.writeZip(at)
  const sign = text => (publicKey ? code.signSeal(pair.privateKey, text) : null)
  const write = (name, texts) => {
    const file = zip.open(name)
    for (const text of texts) file.write(text)
    return file.close()
  }
  const lines = []
  for (let from = 0; from < entries.length; from += 1_000) {
    const some = entries.slice(from, from + 1_000)
    const signatures = await Promise.all(some.map(({ seal }) => sign(seal)))
    lines.push(some.map((entry, index) => code.entryLine(entry, signatures[index])).join(''))
  }
  const files = [
    write('entries.jsonl', lines),
    write('context.jsonl', [code.entryLine(entries[0], await sign(entries[0].seal))]),
    write('cle-publique.json', [JSON.stringify(publicKey)]),
  ]
  const manifest = {
    format: code.ARCHIVE_FORMAT,
    till: 'A',
    journalId: 'bench',
    keyFingerprint: publicKey ? code.keyFingerprint(publicKey) : '',
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
  if (publicKey) write('signature.txt', [await sign(code.signedTextOf(sha256))])
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
  const keyFingerprint = publicKey ? code.keyFingerprint(publicKey) : ''
  const opening = { kind: 'journal-opened', journalId: 'bench', publicKey, keyFingerprint }
  seal('2026-01-01', { ...opening, continues: null, software: SOFTWARE })
  let before
  let sales = 0
  for (let day = 0; entries.length < ENTRIES; day += 1) {
    const of = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
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
