import { isUnread, type FaultCode, type Finding, type NoteCode, type Report } from './report'

/** The verifier's texts, in the reader's language. */
export type Language = 'fr' | 'en'

/** `{entry}` and `{detail}` are filled in; a finding about the whole archive names no entry. */
export type Texts = Record<FaultCode | NoteCode | UsedText, string>

type UsedText =
  | 'title'
  | 'lead'
  | 'choose'
  | 'drop'
  | 'known'
  | 'knownHint'
  | 'checking'
  | 'sound'
  | 'unsound'
  | 'unread'
  | 'more'
  | 'faults'
  | 'notes'
  | 'about'
  | 'till'
  | 'period'
  | 'begin'
  | 'end'
  | 'entries'
  | 'signatures'
  | 'madeAt'
  | 'fingerprint'
  | 'lastSeal'
  | 'hash'
  | 'compare'
  | 'usage'
  | 'unreadableFile'
  | 'badFingerprint'
  | 'badAnchor'

/** The language of a browser or a terminal; French for an unknown one. */
export const languageOf = (query: string | undefined): Language =>
  query?.toLowerCase().startsWith('en') ? 'en' : 'fr'

/** One finding as a sentence. */
export function sentenceOf(
  { code, entry, detail }: Finding<FaultCode | NoteCode>,
  texts: Texts,
): string {
  return fill(texts[code], { entry: String(entry ?? ''), detail: visibleText(detail) })
}

/** The verdict in one sentence. */
export function verdictOf(report: Report, texts: Texts): string {
  const { isSound, faults, moreFaults, facts } = report
  if (isUnread(report)) return texts.unread
  if (!isSound) return fill(texts.unsound, { count: String(faults.length + moreFaults) })
  const count = facts?.count ?? 0
  const { firstEntry = 0, lastEntry = 0 } = facts ?? {}
  return fill(texts.sound, {
    count: String(count),
    first: String(firstEntry),
    last: String(lastEntry),
  })
}

const LONGEST_SHOWN = 300
/**
 * What a terminal would obey, or a page would show in another order: control characters, marks that
 * turn the direction, characters without width, halves of characters.
 */
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|\p{Surrogate}|[\u{e0000}-\u{e0fff}]/gu

/** A text of an archive as it may be shown: what cannot be seen is written as `\u{1b}`. */
export function visibleText(text: string): string {
  const visible = text.replaceAll(
    INVISIBLE,
    character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return visible.length > LONGEST_SHOWN ? `${visible.slice(0, LONGEST_SHOWN)}…` : visible
}

/** What the archive says about itself, line by line. */
export function factLines(report: Report, texts: Texts): [string, string][] {
  return factsOf(report, texts).map(([name, value]) => [name, visibleText(value)])
}

function factsOf({ facts }: Report, texts: Texts): [string, string][] {
  if (!facts) return []
  const { from, to } = facts
  return [
    [texts.till, `${facts.till} · ${facts.journalId}`],
    [texts.period, `${from ?? texts.begin} → ${to ?? texts.end}`],
    [texts.entries, `${facts.firstEntry} → ${facts.lastEntry} (${facts.count})`],
    [texts.signatures, String(facts.signatures)],
    [texts.madeAt, facts.madeAt],
    [texts.fingerprint, facts.keyFingerprint || '—'],
    [texts.lastSeal, facts.lastSeal],
    [texts.hash, facts.sha256],
  ]
}

export const fill = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '')
