/** Typed in no browser's library yet: the part of Trusted Types that is used here. */
interface TrustedTypes {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (address: string) => string | null },
  ) => unknown
}

/**
 * Lets this worker begin further workers from the till's own files, and from nothing else: the
 * page's policy of security allows no other text as the address of a script (`proxy/pageSecurity`).
 * The page's own rule is in `public/opening.js`.
 */
export function allowOwnScripts(scope: object, here: string): void {
  if (!('trustedTypes' in scope)) return
  ;(scope.trustedTypes as TrustedTypes).createPolicy('default', {
    createScriptURL(address) {
      const asked = new URL(address, here)
      // All scripts of a build are in one folder.
      const isBeside = new URL('.', asked).href === new URL('.', here).href
      return isBeside && /\/[\w.-]+\.js$/.test(asked.pathname) ? address : null
    },
  })
}
