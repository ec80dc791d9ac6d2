import ky, { HTTPError, TimeoutError } from 'ky'
import { readBounded } from './readBounded'
import { assert } from '@/core/assert'
import type { Carried, Carrier, CarrierFault } from '@/core/sharing/carrier'
import {
  claimBody,
  MOST_BLOCKS,
  MOST_BODY_BYTES,
  MOST_SWAP_BYTES,
  openBody,
  parseClaimed,
  parseSwapped,
  swapBody,
  type Opening,
} from '@/core/sharing/wire'

export interface HubCarrierOptions {
  /** Address of the mailbox's server: `https://…/boite`, or of a file `…/mailbox.php`. */
  address: string
  /** The mailbox, in 32 hexadecimal digits: a secret of the shop's devices. */
  mailbox: string
  fetch?: typeof fetch | undefined
  /** How long a request may take beyond the time that its answer may be held back. */
  patienceMs?: number | undefined
}

export interface HubCarrier extends Required<Carrier> {
  /** Makes the mailbox, on a server that makes none by itself. */
  open(opening: Opening): Promise<Carried<true>>
}

/** Four megabytes over a slow line of a shop. */
const PATIENCE_MS = 60_000
const SMALL_ANSWER_BYTES = 16 * 1024

type Act = 'echange' | 'prise' | 'ouvrir'

/**
 * A mailbox over HTTP: a hub, or `mailbox.php` on the shop's own host. Whatever is at the address is
 * hostile: its answers are bounded and parsed, blocks are for the caller to check.
 */
export function hubCarrier(options: HubCarrierOptions): HubCarrier {
  const { mailbox, patienceMs = PATIENCE_MS } = options
  const client = ky.create({
    retry: 0,
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    ...(options.fetch ? { fetch: options.fetch } : {}),
  })

  async function ask<T>(
    act: Act,
    {
      body,
      heldMs = 0,
      most = SMALL_ANSWER_BYTES,
    }: { body: object; heldMs?: number; most?: number },
    read: (answer: unknown) => T | undefined,
  ): Promise<Carried<T>> {
    try {
      const address = addressOf(options.address, act)
      const answer = await client.post(address, { json: body, timeout: heldMs + patienceMs })
      const text = await readBounded(answer, most)
      const value = text === undefined ? undefined : read(parsed(text))
      return value === undefined
        ? { ok: false, fault: { cause: 'unreadable', detail: `${answer.status}` } }
        : { ok: true, value }
    } catch (error) {
      return { ok: false, fault: faultOf(error) }
    }
  }

  return {
    swap(swap) {
      const bytes = swap.blocks.reduce((sum, { length }) => sum + length, 0)
      assert(swap.blocks.length <= MOST_BLOCKS && bytes <= MOST_SWAP_BYTES, 'a swap is bounded')
      const heldMs = swap.waitSeconds * 1_000
      return ask(
        'echange',
        { body: swapBody(mailbox, swap), heldMs, most: MOST_BODY_BYTES },
        it => {
          const swapped = parseSwapped(it)
          return swapped?.results.length === swap.blocks.length ? swapped : undefined
        },
      )
    },
    claim: claim =>
      ask('prise', { body: claimBody(mailbox, claim) }, it => {
        const claimed = parseClaimed(it)
        return claimed?.holder.claim === claim.claim ? claimed : undefined
      }),
    open: opening =>
      ask('ouvrir', { body: openBody(mailbox, opening) }, it =>
        it !== null && typeof it === 'object' && 'isOpen' in it && it.isOpen === true
          ? (true as const)
          : undefined,
      ),
  }
}

/** A PHP file is told in its query what to do: not every host passes on a path behind it. */
const addressOf = (address: string, act: Act): string =>
  address.endsWith('.php') ? `${address}?faire=${act}` : `${address.replace(/\/$/, '')}/${act}`

function faultOf(error: unknown): CarrierFault {
  if (error instanceof HTTPError) {
    const { status } = error.response
    return { cause: causeOf(status), detail: `${status}` }
  }
  if (error instanceof TimeoutError) return { cause: 'unreachable', detail: 'timeout' }
  // What fetch throws where there is no network, or where the line was cut within an answer.
  if (error instanceof TypeError || error instanceof DOMException) {
    return { cause: 'unreachable', detail: error.name }
  }
  throw error
}

function causeOf(status: number): CarrierFault['cause'] {
  if (status === 401 || status === 403) return 'refused'
  if (status === 507) return 'full'
  return status === 429 || status >= 500 ? 'unreachable' : 'unreadable'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
