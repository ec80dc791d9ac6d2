// A long journal for the measures, as a till writes it.
import { withSources } from './sources.mjs'

const A_DAY_MS = 24 * 60 * 60 * 1000

/**
 * A journal of so many entries, closed each evening but the last, with its signatures, made by the
 * till's own code.
 */
export const makeJournal = wanted =>
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
    const entries = sealedEntries(code, publicKey, wanted)
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

function sealedEntries(code, publicKey, { entries: most, salesADay, firstDay }) {
  const { sealEvent, closeDay, aJournal, aTicket, anArticle, SOFTWARE, SELLER } = code
  const [, sale] = aJournal([aTicket([anArticle(), anArticle({ articleId: 'ps-2' })])])
  const entries = []
  const seal = (day, event) => {
    const place = { till: 'A', eventId: `e-${entries.length}`, day, training: false }
    entries.push(sealEvent(entries.at(-1), { ...place, at: `${day}T10:00:00.000+01:00`, event }))
  }
  const keyFingerprint = code.keyFingerprint(publicKey)
  const opening = { kind: 'journal-opened', journalId: 'bench', publicKey, keyFingerprint }
  seal(firstDay, { ...opening, continues: null, software: SOFTWARE })
  let before
  let sales = 0
  for (let day = 0; entries.length < most; day += 1) {
    const of = new Date(Date.parse(firstDay) + day * A_DAY_MS).toISOString().slice(0, 10)
    for (let count = 0; count < salesADay && entries.length < most - 1; count += 1) {
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
