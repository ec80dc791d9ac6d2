// `npm run torture`: kills tills at any moment of their work, 10,000 times, and judges what is left.
// `-- --kills 200` does so less often, `--seed 7` plays a run again, `--from 120 --kills 1` one kill of it.
// This file may import only what Node provides: no package is installed yet.
import { parseArgs } from 'node:util'
import { build } from '../../src/commands/build.mjs'
import { installIfNeeded } from '../../src/commands/install.mjs'
import { runTool } from '../../src/commands/project.mjs'
import { findShell } from '../chromium.mjs'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** The till is built already. */
    built: { type: 'boolean', default: false },
  },
})
const wanted = Object.fromEntries(
  ['seed', 'from', 'kills'].map(name => [name, Number(values[name])]),
)
if (Object.values(wanted).some(number => !Number.isInteger(number) || number < 0)) {
  console.error('--kills, --from and --seed are whole numbers')
  process.exit(2)
}

await installIfNeeded()
if (!values.built) await build()
console.log(`seed ${wanted.seed}, kills ${wanted.from} to ${wanted.from + wanted.kills - 1}`)
await runTool(
  '@playwright/test/cli.js',
  ['test', '--config', 'tests/torture/playwright.config.ts'],
  {
    env: {
      ...process.env,
      CHROMIUM_PATH: await findShell(),
      COMPTOIR_TORTURE: JSON.stringify(wanted),
    },
  },
)
