// What the worker does with a device beside this one, and with a file of blocks: no server is asked.
import { fail, ok, type Result } from '@/core/errors'
import type { Carried } from '@/core/sharing/carrier'
import type { DirectCodes, DirectRole } from '@/core/sharing/directWords'
import type { SharingError } from '@/core/sharing/sharingError'
import { directCarrier, serveDirect } from '@/sharing/directCarrier'
import { MOST_FILE_BYTES } from '@/sharing/blockFile'
import { fileCarrier } from '@/sharing/fileCarrier'
import type { TillContext } from '@/till/context'
import { countCopies } from '@/till/sharing/beside/countCopies'
import {
  exchangeBeside,
  type Beside,
  type BesideOutcome,
} from '@/till/sharing/beside/exchangeBeside'
import { exchangeFile, UNREADABLE, type FileOutcome } from '@/till/sharing/beside/exchangeFile'
import { openSharing, whileSharing } from '@/till/sharing/group'
import { endSelling } from '@/till/sharing/mayStillSell'
import { isBlockSigned } from '@/till/sharing/sealBlock'
import type { InTurn } from '@/till/sharing/startSharing'

export interface BesideSurroundings {
  inTurn: InTurn
  /** Something came: it is shown, and passed on where there is a server. */
  onExchanged: () => void
}

export function besideMethods(context: TillContext, { inTurn, onExchanged }: BesideSurroundings) {
  let beside: Promise<Beside | undefined> | undefined
  const open = () => inTurn(() => openSharing(context))

  /** What an exchange came to: what it learnt of this device holds, and is passed on. */
  async function exchanged<Outcome extends { isRemoved: boolean }>(
    outcome: Outcome | undefined,
  ): Promise<Result<Outcome, SharingError>> {
    if (!outcome) return fail({ code: 'sharing-not-open' })
    if (outcome.isRemoved) await endSelling(context, 'put-out')
    onExchanged()
    return ok(outcome)
  }

  return {
    /** Exchanges with a device that the page is linked to; `ask` asks it over that link. */
    async exchangeBeside(
      how: { role: DirectRole; codes: DirectCodes },
      ask: (body: object) => Promise<Carried<unknown>>,
    ): Promise<Result<BesideOutcome, SharingError>> {
      let begun: (one: Beside | undefined) => void = () => undefined
      beside = new Promise(resolve => (begun = resolve))
      try {
        const outcome = await whileSharing(open, sharing => {
          const exchanging = exchangeBeside({
            ...how,
            sharing,
            ask,
            carrierTo: mailbox => directCarrier({ ask }, mailbox),
            serveSwap: serveDirect,
            countCopies: () => countCopies(sharing),
            inTurn,
          })
          begun(exchanging)
          return exchanging.over
        })
        return await exchanged(outcome)
      } finally {
        // What the other device asks is answered, whatever was opened here.
        begun(undefined)
      }
    },

    /** Answers what the linked device asks; undefined for what is to end the link. */
    serveBeside: async (body: unknown) => (await beside)?.serve(body),

    /** The link is gone. */
    endBeside: async () => (await beside)?.end(),

    /** Brings this device and a file to the same blocks; without one, a new file is made. */
    async exchangeFile(file?: Blob): Promise<Result<FileOutcome, SharingError>> {
      // Of a film that somebody chose, nothing is read.
      if (file && file.size > MOST_FILE_BYTES) return ok(UNREADABLE)
      const outcome = await whileSharing(open, sharing =>
        exchangeFile({
          sharing,
          file,
          carrierOf: place => fileCarrier(place, isBlockSigned),
          countCopies: () => countCopies(sharing),
          inTurn,
        }),
      )
      return exchanged(outcome)
    },
  }
}
