/**
 * Whether two plain values (rows, records, settings) hold the same. Keys must come in the same
 * order, as they do in rows that the same code made; `undefined` counts as absent.
 */
export const isSameValue = (one: unknown, other: unknown): boolean =>
  valueText(one) === valueText(other)

/** A text that is the same for the same plain value: to compare one value with many. */
export const valueText = (value: unknown): string => JSON.stringify(value) ?? ''
