import { XMLParser } from 'fast-xml-parser'
import * as v from 'valibot'

const METHODS = ['get', 'put', 'post', 'patch', 'delete', 'head'] as const
export type WebserviceMethod = (typeof METHODS)[number]

/** What a key may do, by resource; a resource it may not touch is absent. */
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
 * Reads the webservice's root, which lists only what the key may touch (root-A-xml). Only
 * the XML root does: the JSON one is a 500 with an empty body (root-A-json). Undefined
 * when the text is not such a root.
 */
export function decodeRights(text: string): KeyRights | undefined {
  // A document type could carry entities of its own; PrestaShop sends none.
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
  return { shopName: typeof shopName === 'string' ? shopName : '', methodsByResource }
}

/** Parsed XML, or undefined when the text is none (a home page, a cut answer). */
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
    // Ill-formed: whatever answered, it is not the webservice's root.
    return undefined
  }
}
