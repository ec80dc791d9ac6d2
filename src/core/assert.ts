/**
 * Throws on a programming mistake. What users, servers and disks can cause is a `Result` instead.
 */
export function assert(condition: boolean, rule: string): asserts condition {
  if (!condition) throw new Error(`Broken rule: ${rule}`)
}
