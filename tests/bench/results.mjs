// Figures of the bench beside their bounds, printed one by one and stored as JSON.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src/commands/project.mjs'

const results = []

/** One figure, its bound, and whether it holds. */
export function note(name, value, bound, unit = '') {
  const isHeld = value <= bound
  results.push({ name, value, bound, unit, isHeld })
  const figure = Number.isInteger(value) ? value : value.toFixed(2)
  console.log(`${isHeld ? '  ok' : 'OVER'}  ${name} : ${figure}${unit} (au plus ${bound}${unit})`)
}

/** The percentile of some values: `share` of a hundred values do not exceed it. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * share) / 100) - 1)]
}

/** Stores a value among the results of this run. */
export function keepFile(name, value) {
  mkdirSync(join(root, 'test-results'), { recursive: true })
  writeFileSync(join(root, 'test-results', name), JSON.stringify(value, null, 2))
}

/** Stores the figures; the command fails when one of them exceeds its bound. */
export function keepResults() {
  keepFile('bench.json', results)
  process.exitCode = results.every(result => result.isHeld) ? 0 : 1
}
