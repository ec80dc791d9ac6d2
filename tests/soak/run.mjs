// `npm run soak`: a week in the shop, in one browser, in two hours; `COMPTOIR_SOAK_MINUTES=12
// COMPTOIR_SOAK_SALES=300` for a shorter one. This file may import only what Node provides: no
// package is installed yet.
import { build } from '../../src/commands/build.mjs'
import { installIfNeeded } from '../../src/commands/install.mjs'
import { runTool } from '../../src/commands/project.mjs'
import { findShell } from '../chromium.mjs'

await installIfNeeded()
if (!process.env.COMPTOIR_SOAK_BUILT) await build()
const env = { ...process.env, CHROMIUM_PATH: await findShell() }
const config = 'tests/soak/playwright.config.ts'
await runTool('@playwright/test/cli.js', ['test', '--config', config], { env })
