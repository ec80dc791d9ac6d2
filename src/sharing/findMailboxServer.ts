/** Where a mailbox may be beside the till: of its own server, or of the shop's host. */
const PLACES = [
  { address: 'boite', health: 'boite/sante' },
  { address: 'mailbox.php', health: 'mailbox.php?faire=sante' },
] as const

/** The address of the server of mailboxes beside a page; null where none answers. */
export async function findMailboxServer(
  ask: typeof fetch,
  pageAddress: string,
): Promise<string | null> {
  for (const { address, health } of PLACES) {
    if (await isThere(ask, new URL(health, pageAddress).href))
      return new URL(address, pageAddress).href
  }
  return null
}

async function isThere(ask: typeof fetch, address: string): Promise<boolean> {
  try {
    const answer = await ask(address, { cache: 'no-store', redirect: 'error' })
    const found: unknown = answer.ok ? await answer.json() : null
    return found !== null && typeof found === 'object' && 'ok' in found && found.ok === true
  } catch (error) {
    // No network, or a page in place of an answer: there is no server to be found.
    if (
      error instanceof TypeError ||
      error instanceof SyntaxError ||
      error instanceof DOMException
    ) {
      return false
    }
    throw error
  }
}
