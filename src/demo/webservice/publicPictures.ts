import { pictureIds } from './pictures'
import { rowsOf, type ShopData } from './shopData'

const FORBIDDEN =
  '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n' +
  '<html><head>\n<title>403 Forbidden</title>\n</head><body>\n<h1>Forbidden</h1>\n' +
  "<p>You don't have permission to access this resource.</p>\n</body></html>\n"

/**
 * Pictures as the shop's own pages show them, without a key: `/24-home_default/x.jpg`, or
 * `/img/p/2/4/24-home_default.jpg` with the digits of the id as folders.
 */
export function publicPicture(data: ShopData, path: string): Response {
  const [, pictureId, kind] =
    /^\/(\d+)-(\w+)\/[^/]+\.jpg$/.exec(path) ??
    /^\/img\/p\/(?:\d\/)+(\d+)-(\w+)\.jpg$/.exec(path) ??
    []
  const id = Number(pictureId)
  const product = rowsOf(data, 'products').find(row => pictureIds(row).includes(id))
  const isPlaceholder = /^\/img\/p\/[a-z]{2}-default-\w+\.jpg$/.test(path)
  const ownerId = product?.id ?? (isPlaceholder ? 0 : undefined)
  const picture =
    ownerId === undefined
      ? undefined
      : data.picture(
          { resource: 'products', ownerId, pictureId: isPlaceholder ? 0 : id },
          kind ?? 'home_default',
        )
  if (!picture) {
    return new Response(FORBIDDEN, {
      status: 403,
      headers: { 'Content-Type': 'text/html; charset=iso-8859-1' },
    })
  }
  return new Response(picture.bytes as BodyInit, { headers: { 'Content-Type': picture.type } })
}
