import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { control } from './control'
import { createDemoShop, type DemoShopOptions } from './demoShop'
import type { Picture } from './webservice/shopData'
import type { ShopServer } from './webservice/shopServer'

export interface NodeDemoOptions extends DemoShopOptions {
  /** Folder of the pictures. */
  pictureFolder: string
  /** Lets `…/control` change the shop and make it misbehave: for tests only. */
  isControlled?: boolean
}

/** The demo shop with its pictures, as the till's own server serves it. */
export function createDemoShopWithPictures(options: NodeDemoOptions): ShopServer {
  const { pictureFolder, isControlled = false, basePath = '' } = options
  const kept = new Map<number, Picture | undefined>()

  function picture(pictureId: number): Picture | undefined {
    if (!kept.has(pictureId)) {
      const file = join(pictureFolder, `${pictureId}.jpg`)
      const found = existsSync(file) ? { bytes: readFileSync(file), type: 'image/jpeg' } : undefined
      kept.set(pictureId, found)
    }
    return kept.get(pictureId)
  }

  const shop = createDemoShop({
    ...options,
    picture: ({ resource, pictureId }) =>
      resource === 'products' ? picture(pictureId) : undefined,
  })
  if (!isControlled) return shop
  return {
    ...shop,
    handle: request =>
      new URL(request.url).pathname === `${basePath}/control`
        ? control(shop, request)
        : shop.handle(request),
  }
}
