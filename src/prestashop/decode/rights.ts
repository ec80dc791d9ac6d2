import { XMLParser } from 'fast-xml-parser'
import * as v from 'valibot'
import { soundLine } from '@/core/text'

const METHODS = ['get', 'put', 'post', 'patch', 'delete', 'head'] as const
export type WebserviceMethod = (typeof METHODS)[number]

/** Allowed methods of a key, by resource. Resources without any allowed method are absent. */
export interface KeyRights {
  shopName: string
  methodsByResource: Record<string, WebserviceMethod[]>
}

const MAX_ROOT_LENGTH = 500_000
const flag = v.optional(v.picklist(['true', 'false']), 'false')
const rightsOfResource = v.object({
  '@_get': flag,
  '@_put': flag,
  '@_post': flag,
  '@_patch': flag,
  '@_delete': flag,
  '@_head': flag,
})
const root = v.object({ prestashop: v.object({ api: v.record(v.string(), v.unknown()) }) })

/**
 * Decodes the root of the webservice, which lists only the resources the key may access. Only the
 * XML root can be read: PrestaShop answers 500 with an empty body when it is requested as JSON.
 * Undefined when the text is not such a root.
 */
export function decodeRights(text: string): KeyRights | undefined {
  // A document type could define entities; PrestaShop sends none.
  if (text.length > MAX_ROOT_LENGTH || text.includes('<!DOCTYPE')) return undefined

  const body = v.safeParse(root, parse(text))
  if (!body.success) return undefined

  const { '@_shopName': shopName, ...resources } = body.output.prestashop.api
  const methodsByResource: KeyRights['methodsByResource'] = {}
  for (const [resource, node] of Object.entries(resources)) {
    const rights = v.safeParse(rightsOfResource, node)
    if (!rights.success) continue
    methodsByResource[resource] = METHODS.filter(method => rights.output[`@_${method}`] === 'true')
  }
  return {
    shopName: typeof shopName === 'string' ? soundLine(shopName, 200) : '',
    methodsByResource,
  }
}

/** Parsed XML; undefined when the text is not XML (a home page, a truncated answer). */
function parse(text: string): unknown {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@_',
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: true,
  })
  try {
    return parser.parse(text, true)
  } catch {
    // Not well-formed: the answer is not the webservice's root.
    return undefined
  }
}
