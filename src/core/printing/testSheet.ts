import { centredLine, leftLine, RULE, SPACE, type PaperLine } from './paperLine'

/** Words of a test sheet, in the language of whoever reads it. */
export interface TestSheetWords {
  title: string
  /** What a ruler of so many characters is for. */
  ruler: (columns: number) => string
  accents: string
  code: string
  cut: string
}

/** Letters that go wrong first where a printer has another table of letters than it should. */
const TRIED_LETTERS = 'é è ê à ù ç ô ï œ € ’ – « » 1 234,50'
/** What the test code holds: read back by a phone, it is this text. */
const TRIED_CODE = 'Comptoir 1234567890'
const WIDTHS = [32, 42, 48] as const

/**
 * A sheet from which the owner reads what a printer can do: the longest ruler that stays on one line,
 * letters, a code, and whether the last line came out below the blade.
 */
export function testSheet(words: TestSheetWords): PaperLine[] {
  return [
    centredLine(words.title, 'large'),
    SPACE,
    ...WIDTHS.flatMap(columns => [
      leftLine(words.ruler(columns)),
      leftLine(rulerOf(columns)),
      SPACE,
    ]),
    RULE,
    leftLine(words.accents),
    leftLine(TRIED_LETTERS, 'strong'),
    RULE,
    { kind: 'code', symbology: 'qr', text: TRIED_CODE, caption: words.code, label: words.code },
    RULE,
    leftLine(words.cut),
  ]
}

/** `1234567890…`, ended by a mark that tells whether all of it stands on one line. */
const rulerOf = (columns: number): string => `${'1234567890'.repeat(5).slice(0, columns - 1)}|`
