/// <reference lib="dom" />
import { memoryFile } from './memoryFile'
import type { Carrier } from '@/core/sharing/carrier'
import { readDirectCode, writeDirectCode, type DirectCode } from '@/core/sharing/directCode'
import { serveDirect } from '@/sharing/directCarrier'
import { directLink, type DirectLink } from '@/sharing/directLink'
import { answerMeeting, offerMeeting, type OfferedMeeting } from '@/sharing/directMeeting'

/**
 * A page of one browser that meets another's: two processes, as two devices. Each keeps blocks of any
 * mailbox in memory; the test asks through one what the other keeps.
 */
const kept = new Map<string, Carrier>()
const small = new Set<string>()
let offered: OfferedMeeting | undefined
let link: DirectLink | undefined

function carrierOf(mailbox: string): Carrier {
  const found = kept.get(mailbox) ?? memoryFile(small.has(mailbox) ? 4_000 : undefined)
  kept.set(mailbox, found)
  return found
}

function read(text: string): DirectCode {
  const code = readDirectCode(text)
  if (!code) throw new Error(`no code: ${text}`)
  return code
}

const begin = (channel: RTCDataChannel) => {
  link = directLink(channel, serveDirect(carrierOf))
}

export const page = {
  offer: async () => {
    offered = await offerMeeting()
    offered.met.then(begin).catch(reportError)
    return writeDirectCode(offered.code)
  },
  answer: async (offer: string) => {
    const meeting = await answerMeeting(read(offer))
    meeting.met.then(begin).catch(reportError)
    return writeDirectCode(meeting.code)
  },
  accept: (answer: string) => offered?.accept(read(answer)),
  hasMet: () => link !== undefined,
  keepSmall: (mailbox: string) => void small.add(mailbox),
  /** What the other page answers to a body, as JSON. */
  ask: async (body: string) => JSON.stringify(await link?.ask(JSON.parse(body) as object)),
}
export type DirectPage = typeof page

Object.assign(window, { page })
