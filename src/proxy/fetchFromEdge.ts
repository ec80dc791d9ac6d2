import { LARGEST_ANSWER_BYTES } from './proxyRules'
import { ShopUnreachable, type FetchShop } from './shopRequest'
import { isPrivateHost } from '@/prestashop/shopAddress'

/**
 * Reaches a shop with the host's fetch. The host resolves names outside its own network: only a
 * private address given in figures must be refused here.
 */
export const fetchFromEdge: FetchShop = async (address, request) => {
  if (isPrivateHost(address.hostname)) throw new ShopUnreachable('private-address')
  const { body: written = null, ...rest } = request
  const answer = await reach(address, { ...rest, body: written, redirect: 'manual' })
  const body = answer.body?.pipeThrough(capped()) ?? null
  return new Response(body, { status: answer.status, headers: answer.headers })
}

/** A timeout keeps its reason. Any other failure loses its details, which may contain the key. */
async function reach(address: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    if (init.signal?.aborted) throw init.signal.reason
    throw new ShopUnreachable(error instanceof TypeError ? 'network' : 'host')
  }
}

/** Breaks the connection of an answer that never ends. */
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
