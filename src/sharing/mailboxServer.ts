import { hubCarrier, type HubCarrier } from './hubCarrier'
import type { Carried, CarrierFault, MailboxServer } from '@/core/sharing/carrier'
import { MOST_CODE_LENGTH } from '@/core/sharing/wire'

/** What became of the first mailbox of a shop. */
export type FirstMailbox =
  | { ok: true }
  /** The server makes none without a code, or that code is not its own. */
  | { ok: false; why: 'code-needed' | 'code-wrong' }
  | { ok: false; why: 'fault'; fault: CarrierFault }

export interface ReachedServer extends MailboxServer {
  carrier(mailbox: string): HubCarrier
  /**
   * Makes a mailbox where a device meets a new one, for the mailbox that its shop uses. It is kept
   * for the day.
   */
  meet(meetingMailbox: string, shopMailbox: string): Promise<Carried<true>>
  /**
   * Makes the first mailbox of a shop. Without a code, for a server that makes one for whoever asks;
   * else with the code that its owner reads, or any webservice key of the shop where the server is
   * the shop's own. Asked again, one that is there stays as it is.
   */
  found(mailbox: string, code?: string): Promise<FirstMailbox>
}

/** The server of mailboxes at an address, whichever it is: a hub, or `mailbox.php`. */
export function mailboxServer(address: string, fetch?: typeof globalThis.fetch): ReachedServer {
  const carrier = (mailbox: string) => hubCarrier({ address, mailbox, fetch })
  return {
    carrier,
    open: (mailbox, from) => carrier(mailbox).open({ from }),
    meet: (meetingMailbox, shopMailbox) => carrier(meetingMailbox).open({ meets: shopMailbox }),
    async found(mailbox, code = '') {
      const typed = code.trim()
      if (typed.length > MOST_CODE_LENGTH) return { ok: false, why: 'code-wrong' }
      const opened = await carrier(mailbox).open({ code: typed })
      if (opened.ok) return { ok: true }
      const { fault } = opened
      if (fault.cause !== 'refused') return { ok: false, why: 'fault', fault }
      return { ok: false, why: typed === '' ? 'code-needed' : 'code-wrong' }
    },
  }
}
