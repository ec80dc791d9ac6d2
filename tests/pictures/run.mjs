// `npm run pictures`: takes the manual's pictures from the till's own screens; names after `--` take
// those alone. The pictures are committed, so that neither the till nor its build needs a browser.
// This file may import only what Node provides: no package is installed yet.
import { build } from '../../src/commands/build.mjs'
import { installIfNeeded } from '../../src/commands/install.mjs'
import { runTool } from '../../src/commands/project.mjs'
import { findChromium } from '../chromium.mjs'

await installIfNeeded()
await build()
const env = { ...process.env, CHROMIUM_PATH: await findChromium() }
const config = 'tests/pictures/playwright.config.ts'
await runTool('@playwright/test/cli.js', ['test', '--config', config, ...process.argv.slice(2)], {
  env,
})
