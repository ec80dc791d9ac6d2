import { closest, phpComplaint, refuse, Refusal, type WebserviceError } from './failure'
import { xmlDocument } from './renderXml'
import { findRow, rowsOf, type Picture, type Row, type ShopData } from './shopData'

export type PictureAnswer =
  | { kind: 'picture'; picture: Picture }
  | { kind: 'xml'; body: string }
  | { kind: 'json'; status: number; body: string }
  | { kind: 'empty'; status: number }

const OWNERS = [
  'general',
  'products',
  'categories',
  'manufacturers',
  'suppliers',
  'stores',
  'customizations',
]
const UPLOADS = 'image/gif, image/jpg, image/jpeg, image/pjpeg, image/png, image/webp, image/x-png'

/** `/api/images/…`: kinds, lists and bytes; the JSON of lists is broken, as recorded. */
export function answerPictures(
  data: ShopData,
  path: readonly string[],
  wantsJson: boolean,
  apiUrl: string,
): PictureAnswer {
  const [owner, ownerId, pictureId, kind] = path
  if (owner === undefined) {
    // PrestaShop: images-root-json is a 200 with an empty body.
    return wantsJson ? { kind: 'empty', status: 200 } : { kind: 'xml', body: owners(apiUrl) }
  }
  if (owner !== 'products' && owner !== 'categories') return { kind: 'empty', status: 404 }
  if (ownerId === undefined) return listOf(data, owner, wantsJson, apiUrl)
  if (owner === 'categories') return categoryPicture(data, Number(ownerId), pictureId)
  if (pictureId === undefined) return picturesOf(data, Number(ownerId), wantsJson, apiUrl)
  return productPicture(data, Number(ownerId), Number(pictureId), kind)
}

/** Ids of a product's pictures. */
export function pictureIds(product: Row): number[] {
  return (product.associations.images ?? []).map(image => Number(image.id))
}

function owners(apiUrl: string): string {
  const rights = 'get="true" put="false" post="false" patch="false" delete="false" head="true"'
  const nodes = OWNERS.map(
    name =>
      `<${name} xlink:href="${apiUrl}/images/${name}" ${rights} upload_allowed_mimetypes="${UPLOADS}"/>\n`,
  )
  return xmlDocument(`<image_types>\n${nodes.join('')}</image_types>\n`)
}

function listOf(
  data: ShopData,
  owner: 'products' | 'categories',
  wantsJson: boolean,
  apiUrl: string,
): PictureAnswer {
  const kinds = data.pictureKinds[owner]
  const ids = rowsOf(data, owner)
    .filter(row =>
      owner === 'products' ? pictureIds(row).length > 0 : categoryHasPicture(data, row.id),
    )
    .map(row => row.id)
    .toSorted((a, b) => a - b)
  if (wantsJson)
    return brokenJson(data.php, typed(data, [...kinds.map(kind => kind.id), ...ids]), [])

  const types = kinds.map(
    ({ id, name }) =>
      `<image_type id="${id}" name="${name}" xlink:href="${apiUrl}/image_types/${id}"/>\n`,
  )
  const images = ids.map(id => `<image id="${id}" xlink:href="${apiUrl}/images/${owner}/${id}"/>\n`)
  const body = `<image_types>\n${types.join('')}</image_types>\n<images>\n${images.join('')}</images>\n`
  return { kind: 'xml', body: xmlDocument(body) }
}

function picturesOf(
  data: ShopData,
  productId: number,
  wantsJson: boolean,
  apiUrl: string,
): PictureAnswer {
  const product = findRow(data, 'products', productId)
  const ids = product ? pictureIds(product) : []
  if (ids.length === 0) return { kind: 'empty', status: 404 }
  if (wantsJson) {
    const gone = { code: 61, message: 'This image does not exist on disk' }
    return brokenJson(data.php, [String(productId), ...typed(data, ids)], [gone])
  }
  const rows = ids.map(
    id => `<declination id="${id}" xlink:href="${apiUrl}/images/products/${productId}/${id}"/>\n`,
  )
  return { kind: 'xml', body: xmlDocument(`<image id="${productId}">\n${rows.join('')}</image>\n`) }
}

/** PrestaShop: data under an empty name, warnings, and status 500 (images-products-json). */
function brokenJson(
  php: ShopData['php'],
  ids: readonly (string | number)[],
  errors: WebserviceError[],
): PictureAnswer {
  const warnings = ids.map(() =>
    phpComplaint(
      php,
      'Undefined array key "objectsNodeName"',
      'webservice/WebserviceOutputJSON.php, line 127',
    ),
  )
  const body = { '': ids.map(id => ({ id })), errors: [...warnings, ...errors] }
  return { kind: 'json', status: 500, body: JSON.stringify(body) }
}

/** Ids in the type of each version's JSON: numbers since 9, text before. */
function typed(data: ShopData, ids: readonly number[]): (string | number)[] {
  return !data.version.startsWith('9') ? ids.map(String) : [...ids]
}

function categoryHasPicture(data: ShopData, categoryId: number): boolean {
  const owner = { resource: 'categories' as const, ownerId: categoryId, pictureId: categoryId }
  return data.picture(owner, null) !== undefined
}

function categoryPicture(
  data: ShopData,
  categoryId: number,
  kind: string | undefined,
): PictureAnswer {
  const owner = { resource: 'categories' as const, ownerId: categoryId, pictureId: categoryId }
  const picture = data.picture(owner, kind ?? null)
  if (!picture) throw new Refusal(500, [{ code: 61, message: 'This image does not exist on disk' }])
  return { kind: 'picture', picture }
}

function productPicture(
  data: ShopData,
  productId: number,
  pictureId: number,
  kind: string | undefined,
): PictureAnswer {
  const product = findRow(data, 'products', productId)
  if (!product || !pictureIds(product).includes(pictureId)) {
    refuse(400, 57, 'This image id does not exist')
  }
  const names = data.pictureKinds.products.map(({ name }) => name)
  if (kind !== undefined && !names.includes(kind)) {
    const list = names.map(name => `"${name}"`).join(', ')
    refuse(
      400,
      58,
      `This image size does not exist. Did you mean: "${closest(kind, names)}"? The full list is: ${list}`,
    )
  }
  const owner = { resource: 'products' as const, ownerId: productId, pictureId }
  const picture = data.picture(owner, kind ?? null)
  if (!picture) refuse(500, 61, 'This image does not exist on disk')
  return { kind: 'picture', picture }
}
