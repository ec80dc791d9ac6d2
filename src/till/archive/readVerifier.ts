import type { Surroundings } from '@/prestashop/route'

/**
 * The verifier of archives as one page, served beside the till and cached with it for offline use.
 * Null where it cannot be read now.
 */
export async function readVerifier({ fetch, pageAddress }: Surroundings): Promise<string | null> {
  if (pageAddress === null) return null
  try {
    const answer = await fetch(new URL('verificateur.html', pageAddress).href)
    const text = answer.ok ? await answer.text() : ''
    // A server that answers every address with the till itself does not serve the verifier.
    return text.includes('comptoir-verifier') ? text : null
  } catch {
    // No network, and the page is not cached yet: the archive is made without it.
    return null
  }
}
