import type { DirectLink } from './directLink'
import type { Carrier } from '@/core/sharing/carrier'
import { parseSwap, parseSwapped, swapBody, swappedBody } from '@/core/sharing/wire'

/**
 * A device beside this one as a carrier. Both are of one shop when they know its mailbox, which is a
 * secret of its devices. What it gives is for the caller to check, as from any carrier.
 */
export function directCarrier(link: Pick<DirectLink, 'ask'>, mailbox: string): Carrier {
  return {
    async swap(swap) {
      const asked = await link.ask(swapBody(mailbox, swap))
      if (!asked.ok) return asked
      const swapped = parseSwapped(asked.value)
      return swapped?.results.length === swap.blocks.length
        ? { ok: true, value: swapped }
        : { ok: false, fault: { cause: 'unreadable', detail: 'direct' } }
    },
  }
}

/**
 * Answers what a device beside this one asks, by a carrier of the mailbox it names; a mailbox that
 * is not this device's, and any other question, are refused.
 */
export function serveDirect(
  carrierOf: (mailbox: string) => Carrier | undefined | Promise<Carrier | undefined>,
): (body: unknown) => Promise<object | undefined> {
  return async body => {
    const asked = parseSwap(body)
    if (!asked) return undefined
    const carrier = await carrierOf(asked.mailbox)
    const swapped = await carrier?.swap(asked.swap)
    return swapped?.ok ? swappedBody(swapped.value) : undefined
  }
}
