import { defineConfig } from '@playwright/test'
import e2e from '../e2e/playwright.config'
import { SHOWN_ORIGIN } from './still'

/** The built till as the tests see it; each picture is taken in both languages. */
export default defineConfig({
  ...e2e,
  testDir: '.',
  testMatch: '*.picture.ts',
  outputDir: '../../test-results/pictures',
  reporter: 'list',
  metadata: { servedAt: e2e.use?.baseURL },
  use: {
    ...e2e.use,
    baseURL: SHOWN_ORIGIN,
    viewport: { width: 1024, height: 700 },
    deviceScaleFactor: 1.5,
    colorScheme: 'light',
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'fr', use: { locale: 'fr-FR' } },
    { name: 'en', use: { locale: 'en-GB' } },
  ],
})
