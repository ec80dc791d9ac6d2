import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test as base, type Locator, type Page } from '@playwright/test'
import { openDemo } from '../e2e/support'
import { holdStill } from './still'

const QUALITY = 60
/** What is wider is shown smaller in the manual: more points than the page has are lost. */
const WIDEST_SHARP_PX = 600

interface Part {
  of?: Locator
  /** Height to keep, from its top; all of it by default. */
  heightPx?: number
}

interface Fixtures {
  /** Writes a picture of the manual: of all that is on the screen, or of a part of it. */
  keep: (name: string, part?: Part) => Promise<void>
}

/** Takes pictures of the manual, in the language of the project. */
export const test = base.extend<Fixtures>({
  keep: async ({ page, context }, use, { project, config }) => {
    await holdStill(context, String(config.metadata['servedAt']))
    await use(async (name, { of = page.locator('body'), heightPx = Infinity } = {}) => {
      const path = fileURLToPath(
        new URL(`../../src/help/${project.name}/pictures/${name}.webp`, import.meta.url),
      )
      mkdirSync(dirname(path), { recursive: true })
      await of.evaluate(one => one.scrollIntoView({ block: 'start' }))
      await settle(page)
      const box = await of.boundingBox()
      if (!box) throw new Error(`nothing to be seen for ${name}`)
      await page.screenshot({
        path,
        type: 'webp',
        quality: QUALITY,
        animations: 'disabled',
        scale: box.width > WIDEST_SHARP_PX ? 'css' : 'device',
        clip: { ...box, height: Math.min(heightPx, box.height, heightBelow(page, box.y)) },
      })
    })
  },
})

/** Opens the demo, and waits for the pictures of its articles. */
export async function openDemoWithPictures(page: Page): Promise<void> {
  await openDemo(page)
  await expect
    .poll(
      async () => {
        const before = await picturesIn(page)
        await page.waitForTimeout(1_000)
        return before > 0 && before === (await picturesIn(page))
      },
      { timeout: 60_000 },
    )
    .toBe(true)
}

const picturesIn = (page: Page) =>
  page.evaluate(async () => (await (await caches.open('comptoir-pictures-demo')).keys()).length)

/** Nothing is drawn below what is in sight. */
const heightBelow = (page: Page, y: number) => (page.viewportSize()?.height ?? 0) - y

/** Waits until nothing is on its way: pictures in sight, notes that pass; and nothing has the focus. */
async function settle(page: Page): Promise<void> {
  await page.mouse.move(0, 0)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const isDrawn = () =>
    page.evaluate(() =>
      [...document.images]
        .filter(one => one.getBoundingClientRect().top < innerHeight)
        .every(one => one.complete && one.naturalWidth > 0),
    )
  await expect.poll(isDrawn).toBe(true)
  await page.waitForTimeout(600)
}
