import type { Carried, Carrier, CarrierFault } from './carrier'

/** A server of mailboxes, as a device of a shop reaches it. */
export interface MailboxServer {
  carrier(mailbox: string): Carrier
  /** Makes a mailbox that another one moves to; one that is there stays as it is. */
  open(mailbox: string, from: string): Promise<Carried<true>>
  /** Makes a mailbox that a shop keeps beside the one that it uses, which is not left by that. */
  keepBeside(mailbox: string, shopMailbox: string): Promise<Carried<true>>
}

/** What became of the first mailbox of a shop. */
export type FirstMailbox =
  | { ok: true }
  /** The server makes none without a code, or that code is not its own. */
  | { ok: false; why: 'code-needed' | 'code-wrong' }
  | { ok: false; why: 'fault'; fault: CarrierFault }

/** A server where shops are founded and devices let in. */
export interface ReachedServer extends MailboxServer {
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
