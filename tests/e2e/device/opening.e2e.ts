import { expect, test, type Page } from '@playwright/test'
import { axeFindings, openDemo, tiles } from '../support'

/** Ways in which a browser keeps a page from its databases; each runs before the till's own code. */
const BREAKS: Record<string, [cause: string, breakIt: () => void]> = {
  'denied by an error': [
    'denied',
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      }
    },
  ],
  'denied in the words of Chromium': [
    'denied',
    () => {
      const words = 'The user denied permission to access the database.'
      IDBFactory.prototype.open = () => {
        const request = new EventTarget() as IDBOpenDBRequest
        Object.assign(request, { error: new DOMException(words, 'UnknownError') })
        setTimeout(() => {
          const { onerror } = request
          if (onerror) Reflect.apply(onerror, request, [failed(request)])
        })
        return request
      }
      const failed = (target: EventTarget) => {
        const event = new Event('error')
        Object.defineProperty(event, 'target', { value: target })
        return event
      }
    },
  ],
  absent: [
    'absent',
    () => Object.defineProperty(window, 'indexedDB', { get: () => undefined, configurable: true }),
  ],
  'denied as soon as it is named': [
    'denied',
    () =>
      Object.defineProperty(window, 'indexedDB', {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        },
      }),
  ],
  'of an unknown error': [
    'failed',
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Internal error opening backing store', 'UnknownError')
      }
    },
  ],
  full: [
    'full',
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Encountered full disk while opening', 'QuotaExceededError')
      }
    },
  ],
  silent: [
    'silent',
    () => {
      IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest
    },
  ],
  'without localStorage': [
    'denied',
    () =>
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError')
        },
      }),
  ],
  'with a localStorage that is null': [
    'denied',
    () => Object.defineProperty(window, 'localStorage', { get: () => null }),
  ],
  'of our own mistake': [
    'unexpected',
    () => {
      Object.defineProperty(navigator, 'locks', {
        get: () => {
          throw new TypeError('nobody foresaw this')
        },
      })
    },
  ],
}

for (const [name, [cause, breakIt]] of Object.entries(BREAKS)) {
  const tag = name === 'absent' ? ['@phone'] : []
  test(`says why it does not open: ${name}`, { tag }, async ({ page }) => {
    await page.addInitScript(breakIt)
    await page.goto('/')
    // A first visit opens the till at the first sign of someone, or after a while.
    await expect(page.getByTestId('connect-shop')).toBeVisible()
    if (name !== 'denied by an error') await page.keyboard.press('Shift')
    const said = page.getByTestId(`not-opened-${cause}`)
    await expect(said).toBeVisible({ timeout: 30_000 })
    expect((await said.getByRole('alert').locator('p').allTextContents()).length).toBe(3)
    await expect(page.getByTestId('not-opened-reload')).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
    const download = page.waitForEvent('download')
    await page.getByTestId('not-opened-check').click()
    expect((await download).suggestedFilename()).toBe('verificateur.html')
  })
}

test('an error that passes only makes it wait', async ({ page }) => {
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype
    const until = performance.now() + 2_000
    IDBFactory.prototype.open = function (...parts) {
      if (performance.now() > until) return open.apply(this, parts)
      throw new DOMException('Connection to Indexed Database server lost', 'UnknownError')
    }
  })
  await openDemo(page)
})

test('it waits for a tab that holds the old version, and opens once that lets go', async ({
  page,
  context,
  baseURL,
}) => {
  for (const name of ['comptoir-till', 'comptoir-catalogue']) {
    const old = await context.newPage()
    await old.goto(`${baseURL}/online.json`)
    await old.evaluate(
      database =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.open(database, 5)
          request.addEventListener('error', () => reject(new Error(String(request.error))))
          request.addEventListener('success', () => {
            // An old tab that hears of the update and does nothing.
            Object.assign(window, { held: request.result })
            resolve()
          })
        }),
      name,
    )
    const opening = name === 'comptoir-till' ? page : await context.newPage()
    await opening.goto('/')
    await expect(opening.getByTestId('not-opened-blocked')).toBeVisible({ timeout: 30_000 })
    await old.close()
    await expect(opening.getByTestId('try-demo')).toBeVisible({ timeout: 30_000 })
    await expect(opening.getByTestId('not-opened-blocked')).toHaveCount(0)
    await opening.evaluate(database => {
      const gone = indexedDB.deleteDatabase(database)
      return new Promise(resolve => gone.addEventListener('success', resolve))
    }, 'comptoir-catalogue')
    await opening.close()
  }
})

test.describe('a browser too old', () => {
  const say = (page: Page) => page.getByTestId('stopped-old')
  const makeOld = () => {
    Reflect.deleteProperty(Array.prototype, 'toSorted')
  }

  test('is told so in one sentence, and the till does not start', async ({ page }) => {
    await page.addInitScript(makeOld)
    await page.goto('/')
    await expect(say(page)).toContainText('Safari 16.4')
    await expect(say(page)).toBeInViewport({ ratio: 1 })
    await expect(say(page)).toContainText('trop ancien')
    await expect(page.locator('html')).not.toHaveAttribute('data-started')
    expect(await page.locator('#app').innerHTML()).toBe('')
    expect(await axeFindings(page)).toEqual([])
  })

  test.describe('in English', () => {
    test.use({ locale: 'en-GB' })
    test('in the language of the device', async ({ page }) => {
      await page.addInitScript(makeOld)
      await page.goto('/')
      await expect(say(page)).toContainText('too old for the till')
    })
  })

  test('also where it knows no module at all', async ({ page }) => {
    await page.route('**/', async route => {
      const answer = await route.fetch()
      const body = (await answer.text()).replaceAll('type="module"', 'type="unknown"')
      await route.fulfill({ response: answer, body })
    })
    await page.addInitScript(makeOld)
    await page.goto('/')
    await expect(say(page)).toBeVisible()
  })
})

/** Cuts a file of the till for as long as `isCut` says so. */
async function cut(page: Page, file: string, isCut: () => boolean): Promise<void> {
  await page.route(`**/assets/${file}-*.js`, async route => {
    if (!isCut()) return route.continue()
    const answer = await route.fetch()
    const body = (await answer.text()).slice(0, -1_000)
    return route.fulfill({ status: 200, contentType: 'text/javascript', body })
  })
}

for (const file of ['start', 'first']) {
  test(`a file that is cut is told, and asked again past the browser’s own cache: ${file}`, async ({
    page,
  }) => {
    let isCut = true
    await cut(page, file, () => isCut)
    await page.goto('/')
    await expect(page.getByTestId('stopped-part')).toContainText('pas arrivée entière')
    await expect(page.getByTestId('stopped-part')).toBeInViewport({ ratio: 1 })
    isCut = false
    await page.getByRole('button', { name: 'Réessayer' }).click()
    await expect(page.getByTestId('try-demo')).toBeVisible()
  })
}

test('a part of the till that does not come is told, and asked again', async ({ page }) => {
  let isCut = true
  await cut(page, 'till', () => isCut)
  await page.goto('/#/config')
  await expect(page.getByTestId('not-opened-part-missing')).toBeVisible()
  isCut = false
  await page.getByTestId('not-opened-reload').click()
  await expect(page.getByTestId('nav-config')).toBeVisible()

  await page.route('**/assets/beside-*.js', route => route.fulfill({ status: 404 }))
  await page.reload()
  await expect(page.getByTestId('not-opened-part-missing')).toBeVisible()
  await page.unroute('**/assets/beside-*.js')
  await page.getByTestId('not-opened-reload').click()
  await expect(page.getByTestId('nav-config')).toBeVisible()
  await expect(tiles(page)).toHaveCount(0)
})
