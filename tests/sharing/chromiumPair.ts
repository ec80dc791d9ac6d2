import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from '@playwright/test'
import type { DirectPage } from './directPage'
import { pageScript } from './pageScript'
import type { Carried, Carrier } from '@/core/sharing/carrier'
import { directCarrier } from '@/sharing/directCarrier'

const PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/** Why two browsers cannot meet here; undefined where they can. */
export const whyNoChromium = (): string | undefined =>
  existsSync(PATH) ? undefined : 'Chromium is not installed'

/** Two browsers, each in its own processes, that met by WebRTC without any server. */
export interface ChromiumPair {
  carrier: (mailbox: string) => Carrier
  small: (mailbox: string) => Carrier
  close: () => Promise<void>
}

/** Its pages are of a secure origin, as those of a till: its cryptography works there only. */
async function serve(script: string): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><script src="/page.js"></script>')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, address: `http://localhost:${(server.address() as AddressInfo).port}/` }
}

/** Calls the page's own function of that name, with a text. */
function call(page: Page, name: keyof DirectPage, text = ''): Promise<unknown> {
  return page.evaluate(
    ([called, given]) =>
      (window as unknown as { page: Record<string, (text: string) => unknown> }).page[
        called ?? ''
      ]?.(given ?? ''),
    [name, text],
  )
}

export async function startChromiumPair(): Promise<ChromiumPair> {
  const { server, address } = await serve(await pageScript('tests/sharing/directPage.ts'))
  const browsers: Browser[] = []
  const pages: Page[] = []
  for (let count = 0; count < 2; count += 1) {
    const browser = await chromium.launch({ executablePath: PATH, args: ['--no-sandbox'] })
    browsers.push(browser)
    const page = await browser.newPage()
    await page.goto(address)
    pages.push(page)
  }
  const [asking, keeping] = pages
  if (!asking || !keeping) throw new Error('two pages')
  const offer = await call(asking, 'offer')
  const answer = await call(keeping, 'answer', String(offer))
  await call(asking, 'accept', String(answer))
  for (const page of pages) {
    await page.waitForFunction(() => (window as unknown as { page: DirectPage }).page.hasMet())
  }
  const carrier = (mailbox: string) =>
    directCarrier(
      {
        ask: async body =>
          JSON.parse(String(await call(asking, 'ask', JSON.stringify(body)))) as Carried<unknown>,
      },
      mailbox,
    )
  return {
    carrier,
    small: mailbox => {
      const told = call(keeping, 'keepSmall', mailbox)
      const of = carrier(mailbox)
      return { swap: async swap => (await told, of.swap(swap)) }
    },
    close: async () => {
      for (const browser of browsers) await browser.close()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
