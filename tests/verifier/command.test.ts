import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { journalOf } from '../support/anyJournal'
import { textIn, unpack, withLines } from '../support/archives'
import { aTicket, aTill } from '../support/factory'
import { signed, store, withClosings } from '../support/signedJournal'
import { NOBODY } from '@/core/people/user'
import { makeArchive } from '@/till/archive/makeArchive'
import { runVerify } from '@/verifier/command'

const folder = mkdtempSync(join(tmpdir(), 'comptoir-command-'))
const [sound, wrong] = [join(folder, 'sound.zip'), join(folder, 'wrong.zip')]
let fingerprint = ''
let anchor = ''

async function run(typed: string[], language = 'fr_FR.UTF-8') {
  const said: string[] = []
  const complained: string[] = []
  const code = await runVerify(typed, {
    say: line => said.push(line),
    complain: line => complained.push(line),
    language,
  })
  return { code, said: said.join('\n'), complained: complained.join('\n') }
}

beforeAll(async () => {
  const ticket = aTicket()
  const sale = { kind: 'sale' as const, ticket, overCents: 0, training: false, isWeb: false }
  const journal = await signed(withClosings(journalOf([sale])))
  const context = aTill()
  await store(context.tillDb, journal)
  const period = { from: null, to: null }
  const options = { verifierPage: null, onProgress: () => undefined }
  const made = await makeArchive(context, NOBODY, period, options)
  if (!made.ok) throw new Error(made.error.code)
  const bytes = new Uint8Array(await made.value.blob.arrayBuffer())
  writeFileSync(sound, bytes)
  const files = unpack(bytes)
  const lines = textIn(files, 'entries.jsonl').trimEnd().split('\n')
  writeFileSync(
    wrong,
    withLines(
      files,
      lines.toSpliced(1, 1).map(line => JSON.parse(line) as unknown),
    ),
  )
  const [opening, second] = journal.entries
  if (opening?.event.kind !== 'journal-opened' || !second) throw new Error('a journal opens')
  fingerprint = opening.event.keyFingerprint
  anchor = `COMPTOIR-ANCHOR/1 A 2 ${second.seal} ${fingerprint}`
})

describe('npm run verify', () => {
  it('says that an archive is intact, with what is on paper too, and ends with 0', async () => {
    const { code, said } = await run([sound, '--anchor', anchor, '--fingerprint', fingerprint])
    expect(code).toBe(0)
    expect(said).toContain('Archive intacte')
    expect((await run([sound], 'en_GB.UTF-8')).said).toContain('The archive is intact')
  })

  it('says which entry is wrong and how, and ends with 1', async () => {
    const { code, said } = await run([wrong])
    expect(code).toBe(1)
    expect(said).toContain('Écriture 2 : elle manque.')
    expect((await run([wrong], 'en')).said).toContain('Entry 2: it is missing.')
    expect((await run([sound, '--fingerprint', 'ab'.repeat(32)])).code).toBe(1)
    expect((await run([sound, '--anchor', anchor.replace(' 2 ', ' 3 ')])).code).toBe(1)
    for (const language of ['fr', 'en']) {
      const misused = await run([sound, '--anchor', 'A 2'], language)
      expect(misused.complained, 'as it is printed').toContain('COMPTOIR-ANCHOR/1 <')
    }
  })

  it('ends with 2 when it is misused', async () => {
    for (const typed of [
      [],
      [sound, '--else'],
      [sound, '--fingerprint', 'x'],
      [sound, '--anchor', 'x'],
      [join(folder, 'none.zip')],
    ]) {
      const { code, complained } = await run(typed)
      expect(code, typed.join(' ')).toBe(2)
      expect(complained).not.toBe('')
    }
  })
})
