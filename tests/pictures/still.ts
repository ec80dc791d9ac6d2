import type { BrowserContext, Page, Route } from '@playwright/test'

/** The day of the pictures, shortly after the demo shop's orders. */
const DAY = '2026-09-05'
/** When the worker reads and imports: before the first sale. */
const OPENING = `${DAY}T08:30:00+02:00`
/** The address that the till shows in the pictures, as after `npm start`. */
export const SHOWN_ORIGIN = 'http://localhost:4173'

/**
 * Makes the till look the same at each run: its page, its worker and its server all tell one day,
 * nothing of the till is built after that, and it shows one address whatever the port of the run.
 */
export async function holdStill(context: BrowserContext, servedAt: string): Promise<void> {
  await context.clock.setFixedTime(OPENING)
  await context.route(`${SHOWN_ORIGIN}/**`, route => answer(route, servedAt))
  // Without a service worker, whose files are not to be changed: it alone serves tiles' pictures.
  await context.addInitScript(() => {
    const controller = { postMessage: () => undefined }
    Object.defineProperty(navigator.serviceWorker, 'controller', { get: () => controller })
  })
  await context.route(`${SHOWN_ORIGIN}/pictures/demo/*`, fromTill)
}

/** The time that the till's page tells from now on, as `10:42`. */
export const setTime = (page: Page, time: string) =>
  page.clock.setFixedTime(`${DAY}T${time}:00+02:00`)

async function answer(route: Route, servedAt: string): Promise<void> {
  const asked = route.request().url()
  const url = asked.replace(SHOWN_ORIGIN, servedAt)
  const response = await route.fetch({ url, maxRedirects: 0 })
  const headers = { ...response.headers(), date: new Date(OPENING).toUTCString() }
  if (!/\/assets\/[^/]+\.js$/.test(asked)) return route.fulfill({ response, headers })
  const script = asOfThatDay(await response.text())
  const isWorker = /\/worker-[^/]*\.js$/.test(asked)
  await route.fulfill({ response, headers, body: isWorker ? `${WORKER_CLOCK}${script}` : script })
}

/** Scripts name the day they were built, by which the till judges its clock. */
const asOfThatDay = (script: string) =>
  script.replaceAll(/(["'`])(\d{4}-\d\d-\d\d)\1/g, (literal, quote: string, day: string) =>
    day > DAY ? `${quote}${DAY}${quote}` : literal,
  )

const WORKER_CLOCK = `{
  const Now = Date
  const opening = ${Date.parse(OPENING)}
  globalThis.Date = class extends Now {
    constructor(...given) { super(...(given.length > 0 ? given : [opening])) }
    static now() { return opening }
  }
}\n`

/** Answers with a picture that the sync brought. */
async function fromTill(route: Route): Promise<void> {
  const request = route.request()
  const bytes = await request.frame().evaluate(async url => {
    const kept = await (await caches.match(url))?.arrayBuffer()
    return kept ? [...new Uint8Array(kept)] : null
  }, request.url())
  if (!bytes) return route.abort()
  await route.fulfill({ body: Buffer.from(bytes), contentType: 'image/jpeg' })
}
