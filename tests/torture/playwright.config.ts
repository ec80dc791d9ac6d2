import { defineConfig } from '@playwright/test'
import e2e from '../e2e/playwright.config'

/** Each till under torture starts its own server and its own browser. */
export default defineConfig({
  ...e2e,
  testDir: '.',
  testMatch: 'torture.run.ts',
  outputDir: '../../test-results/torture',
  reporter: 'line',
  timeout: 0,
  retries: 0,
  workers: Number(process.env.COMPTOIR_TORTURE_AT_ONCE ?? 2),
  projects: [{ name: 'torture' }],
  webServer: undefined,
})
