import type { Page } from '@playwright/test'
import { checkDigitOf } from '../../src/core/scanning/checkDigit'
import { pressedFor, type Pressed, type Wedge } from '../support/wedge'

export const QWERTY: Wedge = { scanner: 'us', device: 'us', capsLock: 'off' }
export const AZERTY: Wedge = { scanner: 'us', device: 'french', capsLock: 'off' }

/** Code of an article of the demo shop. */
export function codeOf(productId: number): string {
  return closed(`29${String(productId).padStart(10, '0')}`)
}

/** Twelve digits followed by their check digit. */
export const closed = (body: string) => body + checkDigitOf(body)

/** A plugged-in scanner: the keys of a code, then Enter, so many milliseconds apart. */
export async function scan(
  page: Page,
  code: string,
  wedge = QWERTY,
  { gapMs = 5, end = 'Enter' }: { gapMs?: number; end?: string | null } = {},
): Promise<void> {
  const devtools = await devtoolsOf(page)
  const keys = pressedFor(code, wedge).map(pressed => ({ ...pressed, text: pressed.key }))
  if (end) keys.push({ key: end, code: end, isShifted: false, text: end === 'Enter' ? '\r' : '' })
  // Sent like a scanner does, whatever the page is doing: no key waits for the one before.
  const sent: Promise<unknown>[] = []
  const startedAt = Date.now()
  for (const [index, key] of keys.entries()) {
    const atMs = startedAt + index * gapMs
    await until(atMs)
    sent.push(...pressKey(devtools, key, atMs))
  }
  await Promise.all(sent)
}

/**
 * The same keys, sent from the page itself with a device's time stamps: no tool and no busy machine
 * delays them, however many there are.
 */
export async function scanInPage(page: Page, code: string, gapMs = 1): Promise<void> {
  const keys = [...pressedFor(code, QWERTY), { key: 'Enter', code: 'Enter', isShifted: false }]
  await page.evaluate(
    async ({ keys, gapMs }) => {
      const firstAt = performance.now()
      for (const [index, { key, code, isShifted }] of keys.entries()) {
        const how = { key, code, shiftKey: isShifted, bubbles: true, cancelable: true }
        const event = new KeyboardEvent('keydown', how)
        Object.defineProperty(event, 'timeStamp', { value: firstAt + index * gapMs })
        const target = document.activeElement ?? document.body
        target.dispatchEvent(event)
        if (index % 10 === 9) await new Promise(resolve => setTimeout(resolve, 10 * gapMs))
      }
    },
    { keys, gapMs },
  )
}

type Devtools = Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>
const sessions = new WeakMap<Page, Promise<Devtools>>()

function devtoolsOf(page: Page): Promise<Devtools> {
  const known = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, known)
  return known
}

/** With the time of the key press, as a device gives it, however late the event arrives. */
function pressKey(
  devtools: Devtools,
  { key, code, isShifted, text }: Pressed & { text: string },
  atMs: number,
): Promise<unknown>[] {
  const what = {
    timestamp: atMs / 1000,
    key,
    code,
    modifiers: isShifted ? 8 : 0,
    windowsVirtualKeyCode: { Enter: 13, Tab: 9 }[key],
  }
  return [
    devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...what, text }),
    devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...what }),
  ]
}

async function until(atMs: number): Promise<void> {
  const leftMs = atMs - Date.now()
  if (leftMs > 0) await new Promise(resolve => setTimeout(resolve, leftMs))
}
