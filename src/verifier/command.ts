/// <reference types="node" />
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { anchorsIn, fingerprintIn } from './anchor'
import { checkArchive } from './checkArchive'
import { ENGLISH } from './english'
import { FRENCH } from './french'
import type { BeginProofs } from './proofs'
import type { Report } from './report'
import {
  factLines,
  fill,
  languageOf,
  sentenceOf,
  verdictOf,
  visibleText,
  type Texts,
} from './texts'

/** Where a command writes to, and its language. */
export interface Terminal {
  say: (line: string) => void
  complain: (line: string) => void
  language: string | undefined
}

/**
 * Checks an archive, and compares it with archives of earlier till codes, if given. Returns the exit
 * code: 0 for a sound archive, 1 for a faulty one, 2 for wrong usage. Seals and signatures are
 * checked on this thread, or on those of `beginProofs`.
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
  const request = requestIn(typed)
  if (!request) return misused(texts.usage)
  const fingerprint =
    request.fingerprint === undefined ? undefined : fingerprintIn(request.fingerprint)
  if (request.fingerprint !== undefined && !fingerprint) return misused(texts.badFingerprint)
  const anchors = request.anchors.map(anchorsIn)
  if (anchors.some(found => found.length === 0)) return misused(texts.badAnchor)

  const files: Uint8Array<ArrayBuffer>[] = []
  try {
    for (const path of request.paths) files.push(new Uint8Array(await readFile(path)))
  } catch (error) {
    return misused(fill(texts.unreadableFile, { detail: visibleText(String(error)) }))
  }
  const [bytes, ...earlier] = files
  if (!bytes) return misused(texts.usage)
  const known = { anchors: anchors.flat(), fingerprint }
  const report = await checkArchive(bytes, { ...known, earlier, beginProofs })
  tell(report, texts, terminal)
  return report.isSound ? 0 : 1
}

function requestIn(typed: readonly string[]) {
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
    // An unknown option.
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
