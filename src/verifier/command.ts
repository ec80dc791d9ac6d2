/// <reference types="node" />
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { anchorsIn, fingerprintIn } from './anchor'
import { checkArchive } from './checkArchive'
import { ENGLISH } from './english'
import { FRENCH } from './french'
import type { BeginProofs } from './proofs'
import type { Report } from './report'
import { factLines, fill, languageOf, sentenceOf, verdictOf, type Texts } from './texts'

/** What a command writes to, and the language it is asked for. */
export interface Terminal {
  say: (line: string) => void
  complain: (line: string) => void
  language: string | undefined
}

/**
 * Checks an archive, and what it carries over from the archives of earlier letters that follow:
 * 0 when it is sound, 1 when something is wrong with it, 2 when misused. Seals and signatures
 * are checked here, or where `beginProofs` does it.
 */
export async function runVerify(
  typed: readonly string[],
  terminal: Terminal,
  beginProofs?: BeginProofs,
): Promise<number> {
  const texts = languageOf(terminal.language) === 'en' ? ENGLISH : FRENCH
  const misused = (line: string) => {
    terminal.complain(line)
    return 2
  }
  const asked = askedFor(typed)
  if (!asked) return misused(texts.usage)
  const fingerprint = asked.fingerprint === undefined ? undefined : fingerprintIn(asked.fingerprint)
  if (asked.fingerprint !== undefined && !fingerprint) return misused(texts.badFingerprint)
  const anchors = asked.anchors.map(anchorsIn)
  if (anchors.some(found => found.length === 0)) return misused(texts.badAnchor)

  const files: Uint8Array<ArrayBuffer>[] = []
  try {
    for (const path of asked.paths) files.push(new Uint8Array(await readFile(path)))
  } catch (error) {
    return misused(fill(texts.unreadableFile, { detail: String(error) }))
  }
  const [bytes, ...earlier] = files
  if (!bytes) return misused(texts.usage)
  const known = { anchors: anchors.flat(), fingerprint }
  const report = await checkArchive(bytes, { ...known, earlier, beginProofs })
  tell(report, texts, terminal)
  return report.isSound ? 0 : 1
}

function askedFor(typed: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...typed],
      allowPositionals: true,
      options: {
        anchor: { type: 'string', multiple: true, default: [] },
        fingerprint: { type: 'string' },
      },
    })
    return { paths: positionals, anchors: values.anchor, fingerprint: values.fingerprint }
  } catch {
    // An option nobody knows.
    return undefined
  }
}

function tell(report: Report, texts: Texts, { say }: Terminal): void {
  for (const [name, value] of factLines(report, texts)) say(`${name} : ${value}`)
  for (const note of report.notes) say(`  · ${sentenceOf(note, texts)}`)
  for (const fault of report.faults) say(`  ! ${sentenceOf(fault, texts)}`)
  if (report.moreFaults > 0) say(fill(texts.more, { count: String(report.moreFaults) }))
  say(verdictOf(report, texts))
  if (report.isSound) say(texts.compare)
}
