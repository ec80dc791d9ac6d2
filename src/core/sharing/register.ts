import { valueText } from '@/core/sameValue'

/** A value that JSON can hold. */
export type Plain = null | boolean | number | string | readonly Plain[] | PlainObject
export interface PlainObject {
  readonly [name: string]: Plain
}

/**
 * One datum of the shop, as one device said it. The key is `kind/id/field` for a field
 * (`customer/c1/email`), or `kind/id` for the life of what has fields.
 */
export interface Register {
  key: string
  /** Null: it was removed. */
  value: Plain
  /** The device's clock: it only decides between values that never saw each other. */
  at: string
  /** The device that said it. */
  by: string
  /** How often each device has spoken of the key, as the writer knew it: its own turn included. */
  version: Readonly<Record<string, number>>
}

/** The key of what a field belongs to; the key itself for a key of two parts. */
export const subjectOf = (key: string): string => key.split('/', 2).join('/')

/** Whether a register removes what has fields. That is for ever: such ids are never used again. */
export const isFinal = ({ key, value }: Register): boolean =>
  value === null && key === subjectOf(key)

/** Whether who wrote one version knew all of another. */
export const isCovered = (known: Register['version'], by: Register['version']): boolean =>
  Object.entries(known).every(([device, turn]) => (by[device] ?? 0) >= turn)

/**
 * What is held of a key once one more register of it is known: those that no other replaces. The
 * order in which registers come, and how often, changes nothing.
 */
export function withRegister(held: readonly Register[], said: Register): readonly Register[] {
  if (held.some(one => replaces(one, said))) return held
  return [...held.filter(one => !replaces(said, one)), said].sort((a, b) => compare(b, a))
}

/** The register whose value holds: the later one where several never saw each other. */
export const winnerOf = (held: readonly Register[]): Register | undefined => held[0]

/** Says a value of a key, knowing all that is held of it. */
export function sayValue(
  held: readonly Register[],
  said: Pick<Register, 'key' | 'value' | 'at' | 'by'>,
): Register {
  const version: Record<string, number> = {}
  for (const [device, turn] of held.flatMap(one => Object.entries(one.version))) {
    version[device] = Math.max(version[device] ?? 0, turn)
  }
  version[said.by] = (version[said.by] ?? 0) + 1
  return { ...said, version }
}

/** Whether one register makes another needless. A removal for ever gives way to none but its like. */
function replaces(one: Register, other: Register): boolean {
  if (isFinal(other) && !isFinal(one)) return false
  if (!isCovered(other.version, one.version)) return false
  // Two writers under one name (a copied profile) may have said two values at one version.
  return !isCovered(one.version, other.version) || compare(one, other) >= 0
}

/** Above 0 when the first holds against the second: removal for ever, then the later, then any. */
function compare(one: Register, other: Register): number {
  if (isFinal(one) !== isFinal(other)) return isFinal(one) ? 1 : -1
  return (
    compareTexts(one.at, other.at) ||
    compareTexts(one.by, other.by) ||
    compareTexts(valueText(one.value), valueText(other.value)) ||
    compareTexts(valueText(one.version), valueText(other.version))
  )
}

const compareTexts = (one: string, other: string) => Number(one > other) - Number(one < other)
