import type { WebserviceError } from './failure'
import type { ShownRecord } from './records'
import { describe } from './resources'
import { isLocalText, type Association, type Value } from './shopData'

const HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<prestashop xmlns:xlink="http://www.w3.org/1999/xlink">\n'
const TAIL = '</prestashop>\n'

/** Puts an answer's content between PrestaShop's head and tail. */
export const xmlDocument = (inside: string): string => `${HEAD}${inside}${TAIL}`

/** PrestaShop: values are not escaped, so `]]>` in a name breaks the page (product-cdata-xml). */
const cdata = (value: Value): string =>
  `<![CDATA[${value === null || value === false ? '' : String(value)}]]>`

export function renderXmlErrors(errors: readonly WebserviceError[]): string {
  const list = errors.map(
    ({ code, message }) =>
      `<error>\n<code>${cdata(code)}</code>\n<message>${cdata(message)}</message>\n</error>\n`,
  )
  return xmlDocument(`<errors>\n${list.join('')}</errors>\n`)
}

export function renderXmlIds(resource: string, ids: readonly number[], apiUrl: string): string {
  const { node } = describe(resource)
  const rows = ids.map(id => `<${node} id="${id}" xlink:href="${apiUrl}/${resource}/${id}"/>\n`)
  return xmlDocument(`<${resource}>\n${rows.join('')}</${resource}>\n`)
}

export function renderXmlList(
  resource: string,
  records: readonly ShownRecord[],
  apiUrl: string,
): string {
  const rows = records.map(record => xmlRecord(resource, record, apiUrl))
  return xmlDocument(`<${resource}>\n${rows.join('')}</${resource}>\n`)
}

export function renderXmlRecord(resource: string, record: ShownRecord, apiUrl: string): string {
  return xmlDocument(xmlRecord(resource, record, apiUrl))
}

function xmlRecord(resource: string, record: ShownRecord, apiUrl: string): string {
  const { node } = describe(resource)
  const fields = record.fields.map(
    ([name, value]) => `\t${xmlField(resource, record, name, value, apiUrl)}\n`,
  )
  const associations =
    record.associations && describe(resource).associations
      ? `<associations>\n${xmlAssociations(resource, record, apiUrl)}</associations>\n`
      : ''
  return `<${node}>\n${fields.join('')}${associations}</${node}>\n`
}

function xmlField(
  resource: string,
  record: ShownRecord,
  name: string,
  value: Value,
  apiUrl: string,
): string {
  const { computed = [], links = {} } = describe(resource)
  const notFilterable = computed.includes(name) ? ' notFilterable="true"' : ''
  if (isLocalText(value)) {
    const texts = value.map(
      ({ id, value: text }) =>
        `<language id="${id}" xlink:href="${apiUrl}/languages/${id}">${cdata(text)}</language>`,
    )
    return `<${name}>${texts.join('')}</${name}>`
  }
  const target = links[name]
  const owner = target === 'images/products' ? `${target}/${record.id}` : target
  const href =
    target && Number(value) > 0 ? ` xlink:href="${apiUrl}/${owner}/${Number(value)}"` : ''
  return `<${name}${href}${notFilterable}>${cdata(value)}</${name}>`
}

function xmlAssociations(resource: string, record: ShownRecord, apiUrl: string): string {
  const known = describe(resource).associations ?? {}
  return Object.entries(known)
    .map(([name, { node, api, isVirtual, links = {} }]) => {
      const kind = isVirtual ? ' virtualEntity="true"' : ` api="${api?.split('/')[0] ?? name}"`
      const members: Association = record.associations?.[name] ?? []
      if (members.length === 0) return `<${name} nodeType="${node}"${kind}/>\n`
      const rows = members.map(member => {
        const owner = name === 'images' && resource === 'products' ? `products/${record.id}/` : ''
        const href = api ? ` xlink:href="${apiUrl}/${api}/${owner}${member.id}"` : ''
        const fields = Object.entries(member).map(
          ([field, value]) =>
            `\t<${field}${linkOf(links[field], value, apiUrl)}>${cdata(value)}</${field}>\n`,
        )
        return `\t<${node}${href}>\n${fields.join('')}\t</${node}>\n`
      })
      return `<${name} nodeType="${node}"${kind}>\n${rows.join('')}</${name}>\n`
    })
    .join('')
}

function linkOf(target: string | undefined, value: string | number, apiUrl: string): string {
  return target ? ` xlink:href="${apiUrl}/${target}/${value}"` : ''
}
