import { complaintsOf } from './complaints'
import { closest, refusalBy, refuse, Refusal } from './failure'
import type { ShopState } from './misbehaviour'
import { answerPictures } from './pictures'
import { readQuery, type ShopQuery } from './query'
import { computedPrices, isOneLanguage, showRecords, type ShownRecord } from './records'
import {
  renderJsonErrors,
  renderJsonIds,
  renderJsonList,
  renderJsonRecord,
  type JsonAnswer,
} from './renderJson'
import {
  renderXmlErrors,
  renderXmlIds,
  renderXmlList,
  renderXmlRecord,
  xmlDocument,
} from './renderXml'
import { allResources, describe } from './resources'
import { assertRight, openWith } from './rights'
import { renderRoot } from './root'
import { askedLanguages, selectRows } from './select'
import { rightsIn, rowsOf, type ShopData, type WebserviceKey } from './shopData'
import { writeStock } from './stock'

export interface WebserviceRequest {
  data: ShopData
  state: ShopState
  keys: readonly WebserviceKey[]
  key: string
  method: string
  /** Path below `/api/`: resource, id… */
  path: readonly string[]
  parameters: URLSearchParams
  headers: Headers
  body: string
  apiUrl: string
  now: string
}

export interface WebserviceAnswer {
  status: number
  type: string | null
  body: string | Uint8Array
  /** Whether the key was known: the version is sent only then. */
  isKnown: boolean
  version: string
  /** Prices the shop had to compute for it. */
  computedPrices: number
}

const XML = 'text/xml;charset=utf-8'
const JSON_TYPE = 'application/json'
const EMPTY = { type: null, body: '' }

/** Answers one request with a key: data, or errors in the requested format. */
export function answerWebservice(request: WebserviceRequest): WebserviceAnswer {
  const query = readQuery(request.parameters, headersHeard(request))
  const version = request.data.version
  let isKnown = false
  try {
    if (request.state.webserviceOff) {
      refuse(
        503,
        22,
        'The PrestaShop webservice is disabled. Please activate it in the PrestaShop Back Office',
      )
    }
    const opened = openWith(request.key, request.keys)
    const key = { ...opened, rights: rightsIn(version, opened.rights) }
    isKnown = true
    return { computedPrices: 0, ...answerKnown(request, key, query), isKnown, version }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const isJson = query.wantsJson
    const { status, errors } = refusalBy(error, request.data.php)
    const body = isJson ? renderJsonErrors(errors) : renderXmlErrors(errors)
    const type = isJson ? JSON_TYPE : XML
    return { status, type, body, isKnown, version, computedPrices: 0 }
  }
}

/** PrestaShop: the header that asks for JSON is known since 8 (header-output-format-json). */
const headersHeard = ({ data, headers }: WebserviceRequest) =>
  data.version.startsWith('1.') ? new Headers() : headers

type Answered = Pick<WebserviceAnswer, 'status' | 'type' | 'body'> & { computedPrices?: number }

function answerKnown(request: WebserviceRequest, key: WebserviceKey, query: ShopQuery): Answered {
  const { data, path, method, apiUrl } = request
  const [resource, id] = path
  if (resource === undefined) {
    // PrestaShop: the JSON root is a TypeError of PHP 8, and bare names before (root-A-json).
    if (query.wantsJson && data.php < 8) {
      const names = Object.keys(key.rights).toSorted()
      return { status: 200, type: JSON_TYPE, body: JSON.stringify(names) }
    }
    if (query.wantsJson) return { status: 500, type: 'text/html; charset=utf-8', body: '' }
    return { status: 200, type: XML, body: renderRoot(data, key, apiUrl) }
  }
  const known = allResources(data.version)
  if (!known.includes(resource)) {
    const list = known.map(name => `"${name}"`).join(', ')
    refuse(
      400,
      27,
      `Resource of type "${resource}" does not exists. Did you mean: "${closest(resource, known)}"? The full list is: ${list}`,
    )
  }
  assertRight(data.version, key, resource, method)
  if (resource === 'images') return pictureAnswer(request, query)
  if (query.schema !== undefined) return schemaAnswer(data, resource)
  if (method === 'PATCH' || method === 'PUT') return written(request, resource, Number(id), query)
  const languages = askedLanguages(
    query.language,
    rowsOf(data, 'languages').map(row => row.id),
  )
  return id === undefined
    ? listAnswer(request, resource, query, languages)
    : recordAnswer(request, resource, Number(id), query, languages)
}

function pictureAnswer({ data, path, apiUrl }: WebserviceRequest, query: ShopQuery): Answered {
  const answered = answerPictures(data, path.slice(1), query.wantsJson, apiUrl)
  switch (answered.kind) {
    case 'picture':
      return { status: 200, type: answered.picture.type, body: answered.picture.bytes }
    case 'xml':
      return { status: 200, type: XML, body: answered.body }
    case 'json':
      return { status: answered.status, type: JSON_TYPE, body: answered.body }
    case 'empty':
      return { status: answered.status, ...EMPTY }
  }
}

function listAnswer(
  { data, apiUrl, now }: WebserviceRequest,
  resource: string,
  query: ShopQuery,
  languages: readonly number[] | undefined,
): Answered {
  const all = rowsOf(data, resource)
  const rows = selectRows(resource, all, query)
  if (query.display === undefined) {
    const ids = rows.map(row => row.id)
    return query.wantsJson
      ? jsonAnswer(renderJsonIds(resource, ids))
      : { status: 200, type: XML, body: renderXmlIds(resource, ids, apiUrl) }
  }
  const records = showRecords(data, resource, rows, all, query, languages, now)
  const answered = query.wantsJson
    ? jsonAnswer(renderJsonList(resource, records, styleOf(data, languages)))
    : xmlAnswer(data, resource, records, renderXmlList(resource, records, apiUrl))
  return { ...answered, computedPrices: computedPrices(resource, records.length, query) }
}

/** PrestaShop: where PHP complains, XML holds the complaints and no data (product-free-xml). */
function xmlAnswer(
  data: ShopData,
  resource: string,
  records: readonly ShownRecord[],
  body: string,
): Answered {
  const complaints = complaintsOf(data, resource, records)
  if (complaints.length === 0) return { status: 200, type: XML, body }
  return { status: 500, type: XML, body: renderXmlErrors(complaints) }
}

function recordAnswer(
  request: WebserviceRequest,
  resource: string,
  id: number,
  query: ShopQuery,
  languages: readonly number[] | undefined,
): Answered {
  const { data, apiUrl, now } = request
  const all = rowsOf(data, resource)
  const row = all.find(one => one.id === id)
  // PrestaShop: a record that does not exist is a 404 without body or type (product-missing-json).
  if (!row) return { status: 404, ...EMPTY }
  const records = showRecords(data, resource, [row], all, query, languages, now)
  const [record] = records as [ShownRecord]
  if (!query.wantsJson) {
    return xmlAnswer(data, resource, records, renderXmlRecord(resource, record, apiUrl))
  }
  const style = styleOf(data, languages)
  if (query.display === undefined) return jsonAnswer(renderJsonRecord(resource, record, style))
  // PrestaShop 1.6: one record in full is its id alone (product-std-full-json).
  if (data.version.startsWith('1.6')) return jsonAnswer(renderJsonIds(resource, [id]))
  return jsonAnswer(renderJsonList(resource, records, style))
}

function written(
  request: WebserviceRequest,
  resource: string,
  id: number,
  query: ShopQuery,
): Answered {
  if (resource !== 'stock_availables') {
    refuse(405, 101, `Method ${request.method} is not allowed for the resource ${resource}`)
  }
  const method = request.method === 'PUT' ? 'PUT' : 'PATCH'
  const { row, given } = writeStock(request.data, id, method, request.body)
  const records = showRecords(request.data, resource, [row], [row], query, undefined, request.now)
  const [record] = records as [ShownRecord]
  if (!query.wantsJson) {
    return { status: 200, type: XML, body: renderXmlRecord(resource, record, request.apiUrl) }
  }
  // PrestaShop: written values come back as text, the id included (stock-patch-json).
  const echoed: ShownRecord = {
    ...record,
    fields: record.fields.map(([name, value]) => [name, given[name] ?? value]),
  }
  const style = { isOneLanguage: false, data: request.data }
  return jsonAnswer(renderJsonRecord(resource, echoed, style))
}

/** A record with all its fields empty: a client requests it to build a form. */
function schemaAnswer(data: ShopData, resource: string): Answered {
  const { node } = describe(resource)
  const fields = Object.keys(rowsOf(data, resource)[0]?.fields ?? {})
  const inside = fields.map(name => `\t<${name}><![CDATA[]]></${name}>\n`).join('')
  return { status: 200, type: XML, body: xmlDocument(`<${node}>\n${inside}</${node}>\n`) }
}

function jsonAnswer({ body, warnings }: JsonAnswer): Answered {
  return { status: warnings.length > 0 ? 500 : 200, type: JSON_TYPE, body }
}

const styleOf = (data: ShopData, languages: readonly number[] | undefined) => ({
  isOneLanguage: isOneLanguage(data, languages),
  data,
})
