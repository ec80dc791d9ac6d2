/**
 * Whether two plain values (rows, records, settings) hold the same. `undefined` counts as absent.
 * Nothing is allocated but the lists of keys: a catalogue is compared at each of its changes.
 */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  if (Array.isArray(one) || Array.isArray(other)) return isSameList(one, other)
  const [fields, others] = [one as Fields, other as Fields]
  const isHeld = (key: string) =>
    Object.hasOwn(others, key) ? isSameValue(fields[key], others[key]) : fields[key] === undefined
  const isMissing = (key: string) => others[key] !== undefined && !Object.hasOwn(fields, key)
  return Object.keys(fields).every(isHeld) && !Object.keys(others).some(isMissing)
}

type Fields = Record<string, unknown>

const isSameList = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) &&
  Array.isArray(other) &&
  one.length === other.length &&
  one.every((value, index) => isSameValue(value, other[index]))

/** A text that is the same for the same plain value: to compare one value with many. */
export const valueText = (value: unknown): string => JSON.stringify(value) ?? ''
