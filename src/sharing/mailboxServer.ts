import { hubCarrier } from './hubCarrier'
import type { ReachedServer } from '@/core/sharing/mailboxServer'
import { MOST_CODE_LENGTH } from '@/core/sharing/wire'

/** The server of mailboxes at an address, whichever it is: a hub, or `mailbox.php`. */
export function mailboxServer(address: string, fetch?: typeof globalThis.fetch): ReachedServer {
  const carrier = (mailbox: string) => hubCarrier({ address, mailbox, fetch })
  return {
    carrier,
    open: (mailbox, from) => carrier(mailbox).open({ from }),
    keepBeside: (mailbox, shopMailbox) => carrier(mailbox).open({ beside: shopMailbox }),
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
