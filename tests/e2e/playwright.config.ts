import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

const root = fileURLToPath(new URL('../../', import.meta.url))
const port = Number(process.env.COMPTOIR_E2E_PORT ?? 4273)
export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
/** The whole Chromium, for what the one without its window has not: a camera. */
export const wholeChromiumPath = process.env.COMPTOIR_WHOLE_CHROMIUM ?? chromiumPath
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Tags. `@phone-only`: at a phone's size alone; `@phone`: at both, because the owner does it on a
 * phone; `@phone-long`: at both, the phone with the long walks. `@long`: by `npm test -- --long`
 * only; what such a walk proves has another witness in the suite, a unit test or a shorter walk.
 */
const isLong = process.env.COMPTOIR_LONG === '1'
const longOnes = isLong ? [] : [/@long/]

/** The built till, in the system's own Chromium, on a tablet and on a phone. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: join(root, 'test-results/e2e'),
  timeout: 90_000,
  workers: 2,
  fullyParallel: true,
  // A busy machine delivers keys and frames late. What passes only the second time is told apart, by
  // name: it is a fault of a test, or a rare one of the till, to be sought.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: join(root, 'test-results/e2e.json') }]],
  // The machine, not the till, may be slow: long waits avoid false failures.
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://localhost:${port}`,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    // Blocked by default: caching the whole till a second time takes as long as many a test. Tests
    // that go offline allow it.
    serviceWorkers: 'block',
    actionTimeout: 15_000,
    // Recording every step costs a third of the time: switched on to investigate a failure.
    trace: process.env.COMPTOIR_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: chromiumPath,
      args: chromiumArguments,
    },
  },
  projects: [
    // Behaviour that is the same at both sizes is tested at one: on a tablet, unless it is tagged.
    {
      name: 'tablet',
      grepInvert: [/@phone-only/, ...longOnes],
      use: { viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      grep: isLong ? /@phone/ : /@phone(?!-long)/,
      grepInvert: longOnes,
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
  webServer: {
    command: `"${process.execPath}" dist/server/server.js`,
    cwd: root,
    url: `http://localhost:${port}/online.json`,
    reuseExistingServer: false,
    env: {
      PORT: String(port),
      COMPTOIR_ROOT: root,
      COMPTOIR_STATE: mkdtempSync(join(tmpdir(), 'comptoir-e2e-')),
      COMPTOIR_ALLOW_PRIVATE: '1',
      COMPTOIR_DEMO_CONTROL: '1',
    },
  },
})
