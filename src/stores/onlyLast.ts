/**
 * Tells whether what was asked is still what is asked last, so that a slower answer is never
 * shown beside another question: `const isLast = newQuery()`, then `isLast()` once answered.
 */
export function onlyLast(): () => () => boolean {
  let asked = 0
  return () => {
    const mine = ++asked
    return () => mine === asked
  }
}
