import canonicalize from 'canonicalize'
import { assert } from '@/core/assert'

/**
 * The canonical JSON of a value (RFC 8785): equal values always give the same text, hence the same
 * seal. Throws on what JSON cannot represent exactly: `undefined`, or a number with a fraction.
 */
export function canonicalJson(value: unknown): string {
  assertExact(value)
  const text = canonicalize(value)
  assert(text !== undefined, 'a sealed value can be written as JSON')
  return text
}

function assertExact(value: unknown): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), 'a sealed number is whole')
    return
  }
  assert(typeof value === 'object', 'a sealed value is plain data')
  for (const inner of Object.values(value)) assertExact(inner)
}
