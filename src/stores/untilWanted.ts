/** Without a sign of anyone, the till opens by itself after this time, to be kept for offline. */
const LONGEST_WAIT_MS = 8_000
/** What a person does first; a link or a button is tapped only after `pointerdown`. */
const SIGNS = ['pointerdown', 'keydown', 'hashchange'] as const

/**
 * Resolves at the first sign of someone, or after a while. Meanwhile what opens then is fetched, and
 * nothing of it runs: a page that works while it is read answers late.
 */
export function untilWanted(): Promise<void> {
  fetchLater()
  return new Promise(resolve => {
    const stop = new AbortController()
    const go = () => {
      stop.abort()
      resolve()
    }
    for (const sign of SIGNS) {
      window.addEventListener(sign, go, { capture: true, passive: true, signal: stop.signal })
    }
    setTimeout(go, LONGEST_WAIT_MS)
  })
}

/** Fetches the files named by the build for later, once the page has loaded. */
function fetchLater(): void {
  const files = document.querySelector<HTMLTemplateElement>('#later')
  if (files) document.head.append(files.content.cloneNode(true))
}
