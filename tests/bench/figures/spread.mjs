// What is kept of many measured values.
import { percentile } from '../results.mjs'

/** The middle of some values, what 95 of a hundred do not exceed, and how many there were. */
export function spreadOf(values) {
  return {
    median: rounded(percentile(values, 50)),
    most: rounded(percentile(values, 95)),
    runs: values.length,
  }
}

/** Three digits tell as much as a measure knows. */
const rounded = value => Number(value.toPrecision(3))
