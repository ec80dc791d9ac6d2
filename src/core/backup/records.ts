import * as v from 'valibot'
import { entryShape } from './eventShapes'
import { withSoundTexts } from '@/core/text'
import {
  articleEditShape,
  articleShape,
  customerShape,
  departmentShape,
  keptTicketShape,
  orderNoteShape,
  userShape,
  vatGroupShape,
} from './rowShapes'

/**
 * Version of the backup content, raised with every change of it. Files of a later version are
 * refused.
 */
export const BACKUP_VERSION = 1

const text = v.string()
const whole = v.pipe(v.number(), v.safeInteger())

/** First record of a backup. */
const aboutShape = v.strictObject({
  version: v.literal(BACKUP_VERSION),
  space: v.picklist(['shop', 'demo']),
  /** Till code that made the backup. */
  till: text,
  madeAt: text,
  software: v.strictObject({ name: text, version: text }),
})

export const SHAPES = {
  entry: entryShape,
  signature: v.strictObject({ till: text, number: whole, signature: text }),
  user: userShape,
  customer: customerShape,
  /** Values are checked one by one by the code that knows the settings. */
  setting: v.strictObject({ name: text, value: v.unknown() }),
  'article-edit': articleEditShape,
  'own-article': articleShape,
  ticket: keptTicketShape,
  'order-note': orderNoteShape,
  article: articleShape,
  department: departmentShape,
  'vat-group': vatGroupShape,
}

export type RowKind = keyof typeof SHAPES
export type BackupAbout = v.InferOutput<typeof aboutShape>
export type BackupRow<Kind extends RowKind> = v.InferOutput<(typeof SHAPES)[Kind]>

/** Content of a backup: the journals with their signatures, and the owner's data. */
export interface BackupContents {
  about: BackupAbout
  rows: { [Kind in RowKind]: BackupRow<Kind>[] }
}

/**
 * First line of a backup. A backup is lines of JSON: what it is, the rows with their kinds, and at
 * the end their number.
 */
export const aboutLine = (about: BackupAbout) => lineOf('about', about)
/** Line of one row. */
export const rowLine = <Kind extends RowKind>(kind: Kind, row: BackupRow<Kind>) => lineOf(kind, row)
/** Last line of a backup: the number of rows. */
export const endLine = (count: number) => lineOf('end', count)

const lineOf = (kind: string, value: unknown) => `${JSON.stringify([kind, value])}\n`

const lineShape = v.strictTuple([text, v.unknown()])

/**
 * Reads the lines of a backup, whoever wrote it: each row must have exactly the shape of its kind.
 * Throws at the first invalid line, so that nothing of such a backup is ever used.
 */
export class BackupReader {
  private about: BackupAbout | undefined
  private count = 0
  private isEnded = false
  private readonly rows: BackupContents['rows'] = {
    entry: [],
    signature: [],
    user: [],
    customer: [],
    setting: [],
    'article-edit': [],
    'own-article': [],
    ticket: [],
    'order-note': [],
    article: [],
    department: [],
    'vat-group': [],
  }

  read(line: string): void {
    if (this.isEnded) throw new SyntaxError('nothing follows the end of a backup')
    const [kind, value] = v.parse(lineShape, JSON.parse(line))
    if (!this.about) {
      if (kind !== 'about') throw new SyntaxError('a backup begins with what it is')
      this.about = v.parse(aboutShape, value)
    } else if (kind === 'end') {
      if (value !== this.count) throw new SyntaxError('a row of the backup is missing')
      this.isEnded = true
    } else {
      if (!isRowKind(kind)) throw new SyntaxError(`a backup has no row called ${kind}`)
      // An entry stays as it was sealed; another row may come from a till that took any text.
      this.keep(kind, isSealed(kind) ? value : withSoundTexts(value))
    }
  }

  /** Checks a row with the shape of its kind; generic, so that the compiler relates the two. */
  private keep<Kind extends RowKind>(kind: Kind, value: unknown): void {
    const shape: v.GenericSchema<unknown, BackupRow<Kind>> = SHAPES[kind]
    this.rows[kind].push(v.parse(shape, value))
    this.count += 1
  }

  finish(): BackupContents {
    if (!this.about || !this.isEnded) throw new SyntaxError('the backup stops before its end')
    return { about: this.about, rows: this.rows }
  }
}

const isSealed = (kind: RowKind) => kind === 'entry' || kind === 'signature'
const isRowKind = (kind: string): kind is RowKind => Object.hasOwn(SHAPES, kind)
