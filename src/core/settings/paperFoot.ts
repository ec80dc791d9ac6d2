import { soundText } from '@/core/text'

/** Characters and lines that a shop may say below its papers: paper is long enough. */
export const LONGEST_PAPER_FOOT = 400
const MOST_LINES = 10

/** What the shop says below its papers as it is kept: sound, bounded, without blank ends. */
export function paperFootFrom(typed: string): string {
  const lines = soundText(typed)
    .split('\n')
    .map(line => line.trim())
  const text = lines.join('\n').trim().split('\n').slice(0, MOST_LINES).join('\n')
  // Not in the middle of a character of two units.
  return text
    .slice(0, LONGEST_PAPER_FOOT)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
}
