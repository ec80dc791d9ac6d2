import { expect, test, type Page } from '@playwright/test'
import { openDemo, readyOffline, tiles } from './support'

test('no text becomes markup or a script, in Chromium', async ({ page }) => {
  await openDemo(page)
  const outcomes = await page.evaluate(async () => {
    const element = (name: 'div' | 'iframe' | 'script') => document.createElement(name) as never
    const sinks: Record<string, () => unknown> = {
      markup: () => ((element('div') as HTMLElement).innerHTML = '<img src=x>'),
      'markup beside': () => document.body.insertAdjacentHTML('beforeend', '<p>'),
      'a page in a frame': () => ((element('iframe') as HTMLIFrameElement).srcdoc = '<p>'),
      'a parsed document': () => new DOMParser().parseFromString('<p>', 'text/html'),
      'another script': () => ((element('script') as HTMLScriptElement).src = '/modules/a.js'),
      'a script of data': () => ((element('script') as HTMLScriptElement).src = 'data:,1'),
      'another host': () => ((element('script') as HTMLScriptElement).src = '//evil.example/a.js'),
      'text of a script': () => ((element('script') as HTMLScriptElement).text = '1'),
      'another worker': () => new Worker('/modules/a.js'),
      'a picture as a worker': () => new Worker('pictures/shop/1'),
      'another service worker': () => navigator.serviceWorker.register('/modules/sw.js'),
    }
    const found: Record<string, string> = {}
    for (const [name, sink] of Object.entries(sinks)) {
      found[name] = await Promise.resolve()
        .then(sink)
        .then(() => 'ran')
        .catch((error: unknown) => (error as Error).name)
    }
    return found
  })
  for (const [name, outcome] of Object.entries(outcomes)) expect(outcome, name).toBe('TypeError')
})

test.describe('files on the device', () => {
  test.use({ serviceWorkers: 'allow' })

  const poison = (page: Page) =>
    page.evaluate(async () => {
      const [name = ''] = (await caches.keys()).filter(key => key.includes('precache'))
      const cache = await caches.open(name)
      const keys = await cache.keys()
      for (const key of keys) {
        if (!/\.(?:js|html)\?/.test(key.url)) continue
        const type = key.url.includes('.html') ? 'text/html' : 'text/javascript'
        const text = type === 'text/html' ? '<title>evil</title>' : 'document.title = "evil"'
        await cache.put(key, new Response(text, { headers: { 'Content-Type': type } }))
      }
      return keys.length
    })

  test('that were changed are never used: fetched again, and told', async ({ page, context }) => {
    await openDemo(page)
    await readyOffline(page)
    expect(await poison(page)).toBeGreaterThan(5)
    await page.reload()
    await expect(tiles(page).first()).toBeVisible()
    expect(await page.title()).not.toBe('evil')
    await expect(page.getByText('avaient été changés sur cet appareil')).toBeVisible()
    // Mended for good: the till opens without a network, and nothing is told again.
    await context.setOffline(true)
    await page.reload()
    await expect(tiles(page).first()).toBeVisible()
    await expect(page.getByText('avaient été changés sur cet appareil')).toBeHidden()
  })

  test('are served with the page’s own policy, whatever the host sends', async ({ page }) => {
    await openDemo(page)
    const policy = page.locator('meta[http-equiv="Content-Security-Policy"]')
    await expect(policy).toHaveAttribute('content', /require-trusted-types-for 'script'/)
    await expect(policy).toHaveAttribute('content', /script-src 'self' 'wasm-unsafe-eval'/)
  })
})
