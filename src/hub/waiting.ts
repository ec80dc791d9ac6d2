import type { MailboxStore } from './mailboxStore'

/** How often mailboxes that somebody waits for are looked at, for what came by another hub. */
const LOOK_MS = 1_500
/** Mailboxes in one question to the database. */
const MOST_ASKED = 500

interface Waiter {
  version: number
  wake: () => void
}

/**
 * Requests that wait until something new is in their mailbox: told at once of what comes by this
 * hub, within seconds of what comes by another.
 */
export class Waiting {
  private readonly waiters = new Map<string, Set<Waiter>>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private isClosed = false
  count = 0

  constructor(
    private readonly store: MailboxStore,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** How many wait in one mailbox. */
  countOf(mailbox: string): number {
    return this.waiters.get(mailbox)?.size ?? 0
  }

  /** Resolves once the mailbox has another version, the time is over, or the signal says to stop. */
  until(mailbox: string, version: number, ms: number, signal?: AbortSignal): Promise<void> {
    if (this.isClosed || signal?.aborted) return Promise.resolve()
    return new Promise(resolve => {
      const inMailbox = this.waiters.get(mailbox) ?? new Set()
      this.waiters.set(mailbox, inMailbox)
      const waiter: Waiter = { version, wake: () => done() }
      const over = setTimeout(() => done(), ms)
      const done = () => {
        clearTimeout(over)
        signal?.removeEventListener('abort', done)
        if (inMailbox.delete(waiter)) this.count -= 1
        if (inMailbox.size === 0 && this.waiters.get(mailbox) === inMailbox) {
          this.waiters.delete(mailbox)
        }
        resolve()
      }
      signal?.addEventListener('abort', done)
      inMailbox.add(waiter)
      this.count += 1
      this.lookLater()
    })
  }

  /** Tells who waits that a mailbox has a version now. */
  changed(mailbox: string, version: number): void {
    for (const waiter of this.waiters.get(mailbox) ?? []) {
      if (waiter.version !== version) waiter.wake()
    }
  }

  /** Lets everybody go. */
  close(): void {
    this.isClosed = true
    clearTimeout(this.timer)
    for (const inMailbox of this.waiters.values()) {
      for (const waiter of inMailbox) waiter.wake()
    }
  }

  private lookLater(): void {
    if (this.timer !== undefined || this.isClosed) return
    this.timer = setTimeout(() => {
      this.look()
        // The next look tries again; meanwhile requests end by their own time.
        .catch(this.onFault)
        .finally(() => {
          this.timer = undefined
          if (this.count > 0) this.lookLater()
        })
    }, LOOK_MS)
    this.timer.unref()
  }

  private async look(): Promise<void> {
    const mailboxes = [...this.waiters.keys()]
    for (let at = 0; at < mailboxes.length; at += MOST_ASKED) {
      const asked = mailboxes.slice(at, at + MOST_ASKED)
      const versions = await this.store.versions(asked)
      for (const mailbox of asked) this.changed(mailbox, versions.get(mailbox) ?? 0)
    }
  }
}
