// `npm run bench hostile`: how long a spoilt answer, file, code or block can hold the screen, in Chromium, slowed
// down as a slow tablet is.
import { chromium } from '@playwright/test'
import { keepFile, note } from './results.mjs'
import { origin, serveShop } from './till.mjs'
import { BROWSER } from './verifyTill.mjs'
import { withSources } from './sources.mjs'

const EACH = Number(process.env.COMPTOIR_BENCH_HOSTILE ?? 500)
const SLOWDOWN = 4
const MOST_MS = 50

/** Reads so many spoilt ones of each kind, in one page; each kind's longest. */
export const measureHostile = () =>
  withSources(async load => {
    const { pageScript } = await load('tests/sharing/pageScript.ts')
    const script = await pageScript('tests/bench/hostilePage.ts')
    const server = await serveShop(10)
    const browser = await chromium.launch(BROWSER)
    try {
      const page = await browser.newPage({ baseURL: origin })
      await page.goto('/opening.js')
      await page.evaluate(script)
      const devtools = await page.context().newCDPSession(page)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
      const found = await page.evaluate(each => window.readSpoilt(each), EACH)
      for (const { name, longestMs, size } of found.toSorted((a, b) => b.longestMs - a.longestMs)) {
        note(`${name} : le plus long de ${EACH} abîmés`, longestMs, MOST_MS, ' ms')
        if (longestMs > MOST_MS) console.log(`  (${size} caractères ou octets)`)
      }
      keepFile('hostile.json', { day: new Date().toISOString().slice(0, 10), EACH, found })
    } finally {
      await browser.close()
      server.kill()
    }
  })
