import * as v from 'valibot'
import type { Plain, PlainObject } from './register'
import type { OwnValues } from './sharedRow'
import type { Article } from '@/core/catalogue/article'
import type { ArticleEdit } from '@/core/catalogue/articleEdits'
import { articleEditShape, articleShape, customerShape, userShape } from '@/core/backup/rowShapes'
import type { Customer } from '@/core/customers/customer'
import { isSameValue } from '@/core/sameValue'
import type { User } from '@/core/people/user'

/** What of a device is the whole shop's. */
export interface SharedData {
  customers: readonly Customer[]
  users: readonly User[]
  ownArticles: readonly Article[]
  edits: readonly ArticleEdit[]
  /** Settings by name, of those in `SHARED_SETTINGS`. */
  settings: ReadonlyMap<string, unknown>
}

/** Settings that are the shop's, not the device's; those of several fields are shared by field. */
export const SHARED_SETTINGS: Readonly<Record<string, 'whole' | 'by-field'>> = {
  seller: 'by-field',
  vatAnswers: 'by-field',
  counterRules: 'by-field',
  rights: 'by-field',
  asksBeforeImport: 'whole',
  lockAfterMinutes: 'whole',
  recoveryCode: 'whole',
  ownerEmail: 'whole',
  paperFoot: 'whole',
  paperLogo: 'whole',
  ordersBy: 'whole',
  stockBy: 'by-field',
}

/** Stands for a field that holds null: a register of null is one that is gone. */
const NULL = { isNull: true }
/** Field that holds a setting of one value. */
const WHOLE = 'value'
/** Field that holds when an article was last changed. */
const EDITED_AT = 'editedAt'

/** A row, or the setting, that registers of one subject make. */
export type SharedRecord =
  | { kind: 'customer'; id: string; row: Customer | null }
  | { kind: 'user'; id: string; row: User | null }
  | { kind: 'own'; id: string; row: Article | null }
  | { kind: 'edit'; id: string; row: ArticleEdit | null }
  | { kind: 'setting'; id: string; row: Plain }

/** What is shared of a device as values by key, one a field: two fields never overwrite each other. */
export function ownValuesOf(data: SharedData): OwnValues {
  const values = new Map<string, Plain>()
  const addRow = (kind: string, id: string, row: object) => {
    values.set(keyOf(kind, id), true)
    for (const [field, value] of fieldsOf(row)) values.set(keyOf(kind, id, field), value)
  }
  for (const { customerId, ...row } of data.customers) addRow('customer', customerId, row)
  for (const { userId, ...row } of data.users) addRow('user', userId, row)
  for (const { articleId, ...row } of data.ownArticles) addRow('own', articleId, row)
  for (const { articleId, values: edited, base, editedAt } of data.edits) {
    const bases = new Map(fieldsOf(base))
    for (const [field, value] of fieldsOf(edited)) {
      const before = bases.get(field)
      const change = { value, ...(before === undefined ? {} : { base: before }) }
      values.set(keyOf('edit', articleId, field), change)
    }
    // Apart from the fields: none of them is said again because another one changed.
    values.set(keyOf('edit', articleId, EDITED_AT), editedAt)
  }
  for (const [name, sharing] of Object.entries(SHARED_SETTINGS)) {
    const value = data.settings.get(name) as Plain | undefined
    if (value === undefined) continue
    if (sharing === 'whole') values.set(keyOf('setting', name, WHOLE), value)
    else {
      for (const [field, part] of fieldsOf(value as PlainObject)) {
        values.set(keyOf('setting', name, field), part)
      }
    }
  }
  return values
}

/** Whether this version of the till knows what a key is of. */
export function isKnownKey(key: string): boolean {
  const [kind = '', id = ''] = partsOf(key)
  return kind === 'setting' ? Object.hasOwn(SHARED_SETTINGS, id) : KINDS.has(kind)
}
const KINDS = new Set(['customer', 'user', 'own', 'edit'])

/** What a subject (`customer/c1`) is; empty texts for one that no till wrote. */
export function idOfSubject(subject: string): { kind: string; id: string } {
  const [kind = '', id = ''] = partsOf(subject)
  return { kind, id }
}

/**
 * The row that the values of a subject (`customer/c1`) make: null for none; undefined when they make
 * none that a till could have written, which is then not applied. Values of settings are checked by
 * who knows their shapes.
 */
export function recordFrom(values: OwnValues, subject: string): SharedRecord | undefined {
  const [kind = '', id = ''] = partsOf(subject)
  const fields = Object.fromEntries(
    [...values].flatMap(([key, value]): [string, Plain][] => {
      const [, , field] = partsOf(key)
      const isIts = field !== undefined && key.startsWith(`${subject}/`)
      return isIts ? [[field, unwrapped(value) as Plain]] : []
    }),
  )
  if (kind === 'setting') return { kind, id, row: settingFrom(id, fields) }
  if (kind === 'edit') return checked(kind, id, editFrom(id, fields), articleEditShape)
  const isThere = values.get(subject) === true
  if (kind === 'customer') {
    return checked(kind, id, isThere ? { customerId: id, ...fields } : null, customerShape)
  }
  if (kind === 'user') {
    return checked(kind, id, isThere ? { userId: id, ...fields } : null, userShape)
  }
  if (kind === 'own') {
    return checked(kind, id, isThere ? { articleId: id, ...fields } : null, articleShape)
  }
  return undefined
}

function checked<Kind extends SharedRecord['kind'], Row>(
  kind: Kind,
  id: string,
  row: object | null,
  shape: v.GenericSchema<unknown, Row>,
): { kind: Kind; id: string; row: Row | null } | undefined {
  if (row === null) return { kind, id, row }
  const found = v.safeParse(shape, row)
  return found.success ? { kind, id, row: found.output } : undefined
}

const changeShape = v.object({ value: v.unknown(), base: v.optional(v.unknown()) })

/** Changes of an article; null without any. A change of no known form makes the row unsound. */
function editFrom(articleId: string, fields: Readonly<Record<string, Plain>>): object | null {
  const { [EDITED_AT]: editedAt = '', ...changed } = fields
  const changes = Object.entries(changed)
  if (changes.length === 0) return null
  const values: [string, unknown][] = []
  const base: [string, unknown][] = []
  for (const [field, value] of changes) {
    const change = v.safeParse(changeShape, value)
    if (!change.success) return {}
    values.push([field, unwrapped(change.output.value)])
    if (change.output.base !== undefined) base.push([field, unwrapped(change.output.base)])
  }
  return {
    articleId,
    values: Object.fromEntries(values),
    base: Object.fromEntries(base),
    editedAt,
  }
}

function settingFrom(name: string, fields: Readonly<Record<string, Plain>>): Plain {
  if (SHARED_SETTINGS[name] === 'whole') return fields[WHOLE] ?? null
  return Object.keys(fields).length === 0 ? null : fields
}

/** Fields of a row; `undefined` counts as absent. */
const fieldsOf = (row: object): [string, Plain][] =>
  Object.entries(row as Readonly<Record<string, Plain | undefined>>).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, value ?? NULL]],
  )

const unwrapped = (value: unknown) => (isSameValue(value, NULL) ? null : value)

const keyOf = (...parts: readonly string[]) => parts.map(encodeURIComponent).join('/')

/** Undefined parts for a key that no till wrote. */
function partsOf(key: string): string[] {
  try {
    return key.split('/').map(decodeURIComponent)
  } catch (error) {
    if (error instanceof URIError) return []
    throw error
  }
}
