import type { Carried } from '@/core/sharing/carrier'
import { directCarrier, serveDirect } from '@/sharing/directCarrier'
import {
  exchangeBeside,
  type Beside,
  type BesideOptions,
  type BesideOutcome,
} from '@/till/sharing/beside/exchangeBeside'
import type { Sharing } from '@/till/sharing/sayOwn'

export const CODES = { offer: 'CD1.offer', answer: 'CD1.answer' }

export interface LinkedSide {
  sharing: Sharing
  countCopies?: () => Promise<number>
  codes?: typeof CODES
}

/** What went over the link: each body and its answer, as JSON. */
export interface Heard {
  asks: 'offer' | 'answer'
  body: string
  answer: string | undefined
}

/** Two devices linked in memory: what goes over is JSON, as it is over a channel. */
export function linked(
  one: LinkedSide,
  other: LinkedSide,
  { after = Infinity, onAsked }: { after?: number; onAsked?: (heard: Heard) => void } = {},
): {
  offering: Beside
  answering: Beside
  heard: Heard[]
  over: Promise<[BesideOutcome, BesideOutcome]>
} {
  const heard: Heard[] = []
  const sides: { offer?: Beside; answer?: Beside } = {}
  const cut = () => Object.values(sides).forEach(side => side.end())

  const asking =
    (asks: 'offer' | 'answer') =>
    async (body: object): Promise<Carried<unknown>> => {
      const sent = JSON.stringify(body)
      const lost = { ok: false, fault: { cause: 'unreachable', detail: 'direct' } } as const
      if (heard.length >= after) {
        cut()
        return lost
      }
      // What is sent arrives later: never within the call.
      await Promise.resolve()
      const answerer = asks === 'offer' ? sides.answer : sides.offer
      const answer = JSON.stringify(await answerer?.serve(JSON.parse(sent))) as string | undefined
      heard.push({ asks, body: sent, answer })
      onAsked?.({ asks, body: sent, answer })
      if (answer !== undefined) return { ok: true, value: JSON.parse(answer) as unknown }
      cut()
      return lost
    }
  const side = (role: 'offer' | 'answer', { sharing, countCopies, codes = CODES }: LinkedSide) => {
    const ask = asking(role)
    const options: BesideOptions = {
      sharing,
      role,
      codes,
      ask,
      carrierTo: mailbox => directCarrier({ ask }, mailbox),
      serveSwap: serveDirect,
      countCopies: countCopies ?? (() => Promise.resolve(0)),
      inTurn: step => step(),
    }
    return exchangeBeside(options)
  }
  const answering = (sides.answer = side('answer', other))
  const offering = (sides.offer = side('offer', one))
  // A page closes the link once its side is over; who answers, once its answer is gone.
  void offering.over.then(cut)
  void answering.over.then(() => setTimeout(cut, 20))
  return { offering, answering, heard, over: Promise.all([offering.over, answering.over]) }
}
