import { defineConfig } from '@playwright/test'
import e2e, { chromiumArguments } from '../e2e/playwright.config'
import { SHOWN_ORIGIN } from './still'

/** Each picture is drawn anew and whole, whatever was on the screen before. */
const DRAWN_ALIKE = [
  '--disable-partial-raster',
  '--disable-lcd-text',
  '--disable-skia-runtime-opts',
]

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
    launchOptions: {
      ...e2e.use?.launchOptions,
      args: [...chromiumArguments, ...DRAWN_ALIKE],
    },
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    { name: 'fr', use: { locale: 'fr-FR' } },
    { name: 'en', use: { locale: 'en-GB' } },
  ],
})
