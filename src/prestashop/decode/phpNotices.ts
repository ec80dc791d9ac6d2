/** An answer without what the host's PHP printed around it. */
export interface BareAnswer {
  bytes: Uint8Array
  /** The first notice in plain text; null when the host printed none. */
  notice: string | null
}

const LEVEL = 'Notice|Warning|Deprecated|Strict Standards|Catchable fatal error|Recoverable error'
/** Notices in HTML (`html_errors` on, PHP's default) and in plain text. */
const NOTICE = new RegExp(
  `(?:<br\\s*/?>\\s*)?<b>(?:${LEVEL})</b>:[^]*?\\bon line <b>\\d+</b>(?:<br\\s*/?>)?` +
    `|(?:PHP )?(?:${LEVEL}): .*? in .+? on line \\d+`,
)
const BLANK = /^[\s\uFEFF]+/
const MOST_NOTICES = 20_000
const LONGEST_NOTICE = 300

/**
 * Takes away what a host with PHP's `display_errors` on prints before or behind an answer: notices
 * and blank lines. Text that is no notice stays.
 */
export function withoutNotices(whole: Uint8Array): BareAnswer {
  if (isBare(whole)) return { bytes: whole, notice: null }
  // Latin-1 keeps one character a byte, so that places in the text are places in the bytes.
  const text = new TextDecoder('latin1').decode(whole)
  const before = lengthBefore(text)
  const after = lengthBehind(text, before.end)
  const first = before.notice ?? after.notice
  return {
    bytes: whole.subarray(before.end, after.start),
    notice: first === null ? null : plainNotice(first),
  }
}

/** Whether an answer begins and ends as data does; `{}`, `[]`, `<…>` or the bytes of a picture. */
function isBare(bytes: Uint8Array): boolean {
  const [first = 0, last = 0] = [bytes[0], bytes.at(-1)]
  if (first === 0x7b) return last === 0x7d
  if (first === 0x5b) return last === 0x5d
  return first > 0x7f && first !== 0xef
}

function lengthBefore(text: string): { end: number; notice: string | null } {
  const atStart = new RegExp(`^(?:${NOTICE.source})`)
  let end = 0
  let notice: string | null = null
  for (let count = 0; count < MOST_NOTICES; count += 1) {
    end += blankLength(text.slice(end, end + 1_000))
    // A notice names a file and a text of PHP: it is short beside an answer.
    const found = atStart.exec(text.slice(end, end + 10_000))
    if (!found) break
    notice ??= found[0]
    end += found[0].length
  }
  return { end, notice }
}

function lengthBehind(text: string, from: number): { start: number; notice: string | null } {
  const tail = text.slice(Math.max(from, text.length - 100_000))
  // The first notice that follows the end of the data, and nothing but notices behind it.
  for (const found of tail.matchAll(new RegExp(NOTICE.source, 'g'))) {
    const lead = tail.slice(0, found.index).trimEnd()
    if (!/[}\]>]$/.test(lead)) continue
    const rest = tail.slice(found.index)
    if (rest.replaceAll(new RegExp(NOTICE.source, 'g'), '').trim() !== '') continue
    return { start: text.length - tail.length + lead.length, notice: found[0] }
  }
  return { start: text.length, notice: null }
}

/** Bytes of blanks at the beginning; a byte order mark is three bytes in Latin-1. */
function blankLength(text: string): number {
  const mark = text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0
  return mark + (BLANK.exec(text.slice(mark))?.[0].length ?? 0)
}

function plainNotice(notice: string): string {
  const bytes = Uint8Array.from(notice, character => character.charCodeAt(0))
  const text = new TextDecoder().decode(bytes)
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_NOTICE)
}
