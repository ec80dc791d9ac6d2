import { changeShop, type ShopChange } from './changes'
import type { Misbehaviour, ShopState } from './webservice/misbehaviour'
import type { ShopServer } from './webservice/shopServer'

/**
 * Orders of a test to the demo shop over HTTP; the till's own server accepts them only when told
 * to.
 */
export type ControlOrder =
  | { misbehave: Misbehaviour }
  | { behave: true }
  | { change: ShopChange }
  | { state: Partial<ShopState> }
  | { forgetRequests: true }

/** `POST …/control` carries out an order; `GET …/control` lists the requests received so far. */
export async function control(shop: ShopServer, request: Request): Promise<Response> {
  if (request.method === 'GET') return Response.json(shop.requests)
  const order = (await request.json()) as ControlOrder
  if ('misbehave' in order) shop.misbehave(order.misbehave)
  if ('behave' in order) shop.behave()
  if ('change' in order)
    changeShop(shop.data, order.change, new Date().toISOString().slice(0, 19).replace('T', ' '))
  if ('state' in order) Object.assign(shop.state, order.state)
  if ('forgetRequests' in order) shop.requests.splice(0)
  return Response.json({ done: true })
}
