import { rightsAttributes } from './rights'
import { describe } from './resources'
import { xmlDocument } from './renderXml'
import type { ShopData, WebserviceKey } from './shopData'

/** The webservice's root: only the resources the key has a right to (root-A-xml). */
export function renderRoot(
  { shopName, version }: ShopData,
  key: WebserviceKey,
  apiUrl: string,
): string {
  const resources = Object.keys(key.rights).toSorted()
  const nodes = resources.map(resource => {
    const rights = rightsAttributes(version, key.rights[resource] ?? [])
    const here = `xlink:href="${apiUrl}/${resource}" ${rights}`
    const schemas =
      resource === 'images'
        ? ''
        : ['blank', 'synopsis']
            .map(
              kind =>
                `<schema xlink:href="${apiUrl}/${resource}?schema=${kind}" type="${kind}"/>\n`,
            )
            .join('')
    const { description } = describe(resource)
    return `<${resource} ${here}>\n<description ${here}>\n${description}</description>\n${schemas}</${resource}>\n`
  })
  return xmlDocument(`<api shopName="${shopName}">\n${nodes.join('')}</api>\n`)
}
