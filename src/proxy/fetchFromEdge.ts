import { LARGEST_ANSWER_BYTES } from './proxyRules'
import { ShopUnreachable, type FetchShop } from './shopRequest'
import { isPrivateHost } from '@/prestashop/shopAddress'

/**
 * Reaches a shop with the fetch of the host. Names are resolved by the host, out of its own
 * network: only a private address that is written out has to be refused here.
 */
export const fetchFromEdge: FetchShop = async (address, request) => {
  if (isPrivateHost(address.hostname)) throw new ShopUnreachable('private-address')
  const { body: written = null, ...asked } = request
  const answer = await reach(address, { ...asked, body: written, redirect: 'manual' })
  const body = answer.body?.pipeThrough(capped()) ?? null
  return new Response(body, { status: answer.status, headers: answer.headers })
}

/** A time limit keeps its name; of anything else nothing is told, as it may hold the key. */
async function reach(address: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    if (init.signal?.aborted) throw init.signal.reason
    throw new ShopUnreachable(error instanceof TypeError ? 'network' : 'host')
  }
}

/** Breaks the line of an answer that never ends. */
function capped(): TransformStream<Uint8Array, Uint8Array> {
  let received = 0
  return new TransformStream({
    transform(part, controller) {
      received += part.byteLength
      if (received > LARGEST_ANSWER_BYTES) controller.error(new ShopUnreachable('too-large'))
      else controller.enqueue(part)
    },
  })
}
