import { phpComplaint, type WebserviceError } from './failure'
import { complaintsOf } from './complaints'
import { describe } from './resources'
import { plainText, type ShownRecord } from './records'
import { isLocalText, type ShopData, type Value } from './shopData'

export interface JsonAnswer {
  body: string
  /** PHP warnings met while rendering: the data is there, the status becomes 500. */
  warnings: WebserviceError[]
}

interface JsonStyle {
  isOneLanguage: boolean
  data: ShopData
}

/** A list. PrestaShop: an empty list is `[]` (products-full-past-the-end-json). */
export function renderJsonList(
  resource: string,
  records: readonly ShownRecord[],
  style: JsonStyle,
): JsonAnswer {
  if (records.length === 0) return { body: '[]', warnings: [] }
  const warnings = [
    ...complaintsOf(style.data, resource, records),
    ...warningsOf(records, style.data),
  ]
  const rows = records.map(record => jsonRecord(record, style))
  const name = describe(resource).list ?? resource
  const body = warnings.length > 0 ? { [name]: rows, errors: warnings } : { [name]: rows }
  return { body: toJson(body, style.data), warnings }
}

/** A list without `display`: ids only. */
export function renderJsonIds(resource: string, ids: readonly number[]): JsonAnswer {
  const body = ids.length === 0 ? '[]' : toJson({ [resource]: ids.map(id => ({ id })) })
  return { body, warnings: [] }
}

/**
 * One record without `display`. On PHP 8, PrestaShop leaves out every field whose value is empty,
 * "0", 0, null or false (product-std-json, product-inact-json).
 */
export function renderJsonRecord(
  resource: string,
  record: ShownRecord,
  style: JsonStyle,
): JsonAnswer {
  const { node } = describe(resource)
  const warnings = complaintsOf(style.data, resource, [record])
  const whole = jsonRecord(record, style)
  const { php } = style.data
  const kept = Object.entries(whole).filter(([, value]) => php < 8 || !isEmptyForPhp(value))
  const shown = { [node]: Object.fromEntries(kept) }
  const body = warnings.length > 0 ? { ...shown, errors: warnings } : shown
  return { body: toJson(body, style.data), warnings }
}

export function renderJsonErrors(errors: readonly WebserviceError[]): string {
  return toJson({ errors })
}

function jsonRecord(record: ShownRecord, style: JsonStyle): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of record.fields) shown[name] = jsonValue(value, style)
  const filled = Object.entries(record.associations ?? {}).filter(([, list]) => list.length > 0)
  if (filled.length > 0) shown.associations = Object.fromEntries(filled)
  return shown
}

function jsonValue(value: Value, { isOneLanguage }: JsonStyle): unknown {
  return isLocalText(value) && isOneLanguage ? plainText(value) : value
}

function isEmptyForPhp(value: unknown): boolean {
  return ['', '0', 0, null, false].some(empty => empty === value)
}

/** Warnings for texts without a row in an active language (language-row-missing-json). */
function warningsOf(records: readonly ShownRecord[], { php }: ShopData): WebserviceError[] {
  const values = records.flatMap(record => record.fields.map(([, value]) => value))
  return values
    .flatMap(value => (isLocalText(value) ? value : []))
    .filter(text => text.value === null)
    .map(text => {
      const what = php < 8 ? `Undefined offset: ${text.id}` : `Undefined array key ${text.id}`
      return phpComplaint(php, what, 'webservice/WebserviceOutputJSON.php, line 98')
    })
}

/**
 * JSON as PHP writes it: with `\/`, and without escaping non-ASCII characters. PrestaShop 1.6 undoes
 * every `\u`, also of control characters, and what it sends is then no JSON (products-full-all-json).
 */
function toJson(value: unknown, data?: ShopData): string {
  const json = JSON.stringify(value).replaceAll('/', '\\/')
  if (!data?.version.startsWith('1.6')) return json
  return json.replaceAll(/\\u([0-9a-f]{4})/gi, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
