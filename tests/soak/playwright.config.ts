import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'
import e2e from '../e2e/playwright.config'
import { weekOf } from './clock.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const port = Number(process.env.COMPTOIR_SOAK_PORT ?? 4295)
const minutes = Number(process.env.COMPTOIR_SOAK_MINUTES ?? 120)

// Processes of one run share these: the one that began sets them.
process.env.COMPTOIR_SOAK_WEEK ??= JSON.stringify(
  weekOf({
    minutes,
    days: Number(process.env.COMPTOIR_SOAK_DAYS ?? 5),
    speed: Number(process.env.COMPTOIR_SOAK_SPEED ?? 20),
  }),
)
process.env.COMPTOIR_SOAK_ROOT ??= copyOfTheTill()

/** A copy of the build, which is updated on the way. */
function copyOfTheTill(): string {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-soak-'))
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true })
  return folder
}

/** One browser for a whole week of a shop. */
export default defineConfig({
  ...e2e,
  testDir: '.',
  testMatch: '*.soak.ts',
  outputDir: join(root, 'test-results/soak'),
  timeout: (minutes + 30) * 60_000,
  workers: 1,
  retries: 0,
  reporter: 'list',
  use: {
    ...e2e.use,
    baseURL: `http://localhost:${port}`,
    serviceWorkers: 'allow',
    viewport: { width: 1280, height: 800 },
  },
  projects: [{ name: 'week' }],
  webServer: {
    command: `"${process.execPath}" --import ./tests/soak/serverClock.mjs dist/server/server.js`,
    cwd: root,
    url: `http://localhost:${port}/online.json`,
    reuseExistingServer: false,
    env: {
      PORT: String(port),
      COMPTOIR_ROOT: process.env.COMPTOIR_SOAK_ROOT,
      COMPTOIR_STATE: mkdtempSync(join(tmpdir(), 'comptoir-soak-state-')),
      COMPTOIR_ALLOW_PRIVATE: '1',
      COMPTOIR_DEMO_CONTROL: '1',
      COMPTOIR_SOAK_WEEK: process.env.COMPTOIR_SOAK_WEEK,
    },
  },
})
