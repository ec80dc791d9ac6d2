import { ShopUnreachable, type FetchShop } from './shopRequest'
import { LARGEST_ANSWER_BYTES, WITHOUT_BODY } from '@/prestashop/answerBounds'
import { isPrivateHost } from '@/prestashop/shopAddress'

/**
 * Reaches a shop with the host's fetch. The host resolves names outside its own network: only a
 * private address given in figures must be refused here.
 */
export const fetchFromEdge: FetchShop = async (address, request) => {
  if (isPrivateHost(address.hostname)) throw new ShopUnreachable('private-address')
  const { body: written = null, ...asked } = request
  const answer = await reach(address, { ...asked, body: written, redirect: 'manual' })
  const { status, headers } = answer
  if (status < 200 || status > 599) throw new ShopUnreachable('bad-status')
  if (WITHOUT_BODY.has(status)) return new Response(null, { status, headers })
  return new Response(answer.body?.pipeThrough(capped()) ?? null, { status, headers })
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
