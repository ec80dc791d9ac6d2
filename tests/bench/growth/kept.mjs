// The figures of growth, kept beside the other results of the bench.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { root } from '../../../src/commands/project.mjs'

/** Writes the growth of every cost as JSON, with its day and machine. */
export function keepGrowth(growths) {
  mkdirSync(join(root, 'test-results'), { recursive: true })
  const kept = {
    day: new Date().toISOString().slice(0, 10),
    machine: { cores: cpus().length, model: cpus()[0]?.model ?? '' },
    growths,
  }
  writeFileSync(join(root, 'test-results/growth.json'), JSON.stringify(kept, null, 2))
}
