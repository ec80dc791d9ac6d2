// `npm run engines`: what a shop does on its first day, in Firefox and in WebKitGTK, offline sale included.
// `npm run engines -- webkit` runs one of them. This file may import only what Node provides: no
// package is installed yet.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../../src/commands/build.mjs'
import { installIfNeeded } from '../../src/commands/install.mjs'
import { root } from '../../src/commands/project.mjs'
import { findFirefox, startFirefox } from './firefox.mjs'
import { openPage } from './page.mjs'
import { serveTill } from './server.mjs'
import { STEPS } from './steps.mjs'
import { findWebKit, startWebKit } from './webkit.mjs'

const PORT = Number(process.env.COMPTOIR_ENGINES_PORT ?? 4290)
const origin = `http://localhost:${PORT}`
const results = join(root, 'test-results/engines')

/** Whether the engine protects the till's storage once it is asked, and can copy its journal beside. */
const ENGINES = {
  firefox: {
    find: findFirefox,
    start: startFirefox,
    persists: true,
    copies: true,
    missing: 'Firefox is not here (Debian: firefox-esr; or FIREFOX_PATH)',
  },
  webkit: {
    find: findWebKit,
    start: startWebKit,
    persists: false,
    copies: false,
    missing: 'WebKitGTK is not here (Debian: webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb)',
  },
}

const asked = process.argv.slice(2)
await installIfNeeded()
if (!process.env.COMPTOIR_ENGINES_BUILT) await build()
mkdirSync(results, { recursive: true })

const report = {}
for (const [name, engine] of Object.entries(ENGINES)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  if (engine.find()) report[name] = await walk(name, engine)
  else {
    report[name] = { skipped: engine.missing }
    console.log(`\n${name}: skipped. ${engine.missing}`)
  }
}
writeFileSync(join(results, 'engines.json'), JSON.stringify(report, null, 2))
process.exit(Object.values(report).some(({ failed }) => failed) ? 1 : 0)

/** All steps in one engine, up to the first that fails. */
async function walk(name, engine) {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-engines-'))
  const server = await serveTill({ port: PORT, folder })
  const open = async () => {
    const browser = await engine.start({ folder, port: PORT + 1, languages: 'fr-FR,fr' })
    await browser.command('patience', { script: 30_000, pageLoad: 60_000, implicit: 0 })
    return browser
  }
  let browser = await open()
  const version = browser.name
  console.log(`\n${version}`)
  const { persists, copies } = engine
  const shop = { folder, server, persists, copies, page: openPage(browser, origin) }
  shop.shot = what => shop.page.picture(join(results, `${name}-${what}.png`))
  shop.reopen = async () => {
    await browser.end()
    browser = await open()
    shop.page = openPage(browser, origin)
    return shop.page
  }
  const steps = {}
  try {
    for (const [step, take] of Object.entries(STEPS)) {
      const startedAt = Date.now()
      try {
        await take(shop)
      } catch (error) {
        await shop.shot('failed').catch(() => undefined)
        console.error(`  ✗ ${step}\n    ${error.message}`)
        return { version, steps, failed: step, why: error.message }
      }
      steps[step] = (Date.now() - startedAt) / 1000
      console.log(`  ✓ ${step} (${steps[step].toFixed(1)} s)`)
    }
    return { version, steps }
  } finally {
    await browser.end()
    await server.end()
    rmSync(folder, { recursive: true, force: true })
  }
}
