import type { Surroundings } from '@/prestashop/route'

/**
 * The checker of archives as one page, as it lies beside the till: kept for offline use with the
 * rest of it. Null where it cannot be read now.
 */
export async function readVerifier({ fetch, pageAddress }: Surroundings): Promise<string | null> {
  if (pageAddress === null) return null
  try {
    const answer = await fetch(new URL('verificateur.html', pageAddress).href)
    const text = answer.ok ? await answer.text() : ''
    // A server that answers every address with the till itself has no checker.
    return text.includes('comptoir-verifier') ? text : null
  } catch {
    // No network, and not kept yet: an archive is made without it.
    return null
  }
}
