// `npm test`: installs missing packages, then runs everything. `npm test -- unit` runs one step;
// `npm test -- --long` adds the walks and seeds that take long.
// This file may import only what Node provides: no package is installed yet.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installIfNeeded } from '../src/commands/install.mjs'
import { root, run, runTool } from '../src/commands/project.mjs'
import { findChromium, findShell } from './chromium.mjs'

const results = join(root, 'test-results')
const STEPS = {
  types: async () => {
    for (const project of [
      'tsconfig.json',
      'src/serviceWorker/tsconfig.json',
      'tests/tsconfig.json',
    ]) {
      await runTool('vue-tsc/bin/vue-tsc.js', ['-p', project])
    }
  },
  lint: async () => {
    await runTool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings'])
    await runTool('eslint/bin/eslint.js', [
      '--config',
      'tests/config/eslint.config.js',
      '--max-warnings',
      '0',
      'src',
    ])
    await runTool('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.'])
    await runTool('knip/bin/knip.js', [])
  },
  unit: async () => {
    const env = { ...process.env, CHROMIUM_PATH: await findChromium() }
    const reporters = ['--reporter=default', '--reporter=json']
    const file = '--outputFile.json=test-results/unit.json'
    await runTool('vitest/vitest.mjs', ['run', ...reporters, file], { env })
  },
  build: () => run(process.execPath, ['src/commands/build.mjs']),
  e2e: async () => {
    const whole = await findChromium()
    const env = {
      ...process.env,
      CHROMIUM_PATH: await findShell(),
      COMPTOIR_WHOLE_CHROMIUM: whole,
    }
    await runTool(
      '@playwright/test/cli.js',
      ['test', '--config', 'tests/e2e/playwright.config.ts'],
      { env },
    )
  },
}

const words = process.argv.slice(2)
if (words.includes('--long')) process.env.COMPTOIR_LONG = '1'
const asked = words.filter(word => word !== '--long')
const unknown = asked.filter(name => !(name in STEPS))
if (unknown.length > 0) {
  console.error(
    `Étape inconnue : ${unknown.join(', ')} (étapes : ${Object.keys(STEPS).join(', ')})`,
  )
  process.exit(2)
}

await installIfNeeded()
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

/**
 * Steps of a chain run one after the other; chains of a row run side by side, because there are two
 * cores. A chain or a row goes on once the previous step succeeded.
 */
const ROWS = [[['lint'], ['types', 'unit']], [['build', 'e2e']]]

let failure
for (const row of ROWS) {
  failure = (await Promise.all(row.map(failureOfChain))).filter(Boolean).join(' ; ')
  if (failure) break
}

async function failureOfChain(names) {
  for (const name of names) {
    const failed = (asked.length === 0 || asked.includes(name)) && (await failureOf(name))
    if (failed) return failed
  }
}

/** Runs a step; returns why it failed, or nothing. */
async function failureOf(name) {
  const startedAt = Date.now()
  console.log(`\n── ${name} ──`)
  try {
    await STEPS[name]()
    console.log(`── ${name} : ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  } catch (error) {
    return `${name} : ${error.message}`
  }
}

const { passed, failed, skipped, flaky } = countTests()
if (flaky > 0) console.log(`\n${flaky} flaky: passed the second time (named above)`)
if (failure) console.error(`\nÉchec — ${failure}`)
console.log(
  `\n${passed} passed, ${failed + (failure && failed === 0 ? 1 : 0)} failed, ${skipped} skipped`,
)
process.exit(failure ? 1 : 0)

function countTests() {
  const counts = { passed: 0, failed: 0, skipped: 0, flaky: 0 }
  const unit = read('unit.json')
  counts.passed += unit?.numPassedTests ?? 0
  counts.failed += unit?.numFailedTests ?? 0
  counts.skipped += unit?.numPendingTests ?? 0
  const e2e = read('e2e.json')?.stats
  counts.flaky += e2e?.flaky ?? 0
  counts.passed += (e2e?.expected ?? 0) + counts.flaky
  counts.failed += e2e?.unexpected ?? 0
  counts.skipped += e2e?.skipped ?? 0
  return counts
}

function read(name) {
  const file = join(results, name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
