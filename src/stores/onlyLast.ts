/**
 * Tells whether a query is still the latest, so that a slower answer is never shown under a later
 * query: `const isLast = newQuery()`, then `isLast()` once the answer has come.
 */
export function onlyLast(): () => () => boolean {
  let last = 0
  return () => {
    const mine = ++last
    return () => mine === last
  }
}
