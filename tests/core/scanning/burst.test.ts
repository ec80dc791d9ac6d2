import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  feedEnd,
  feedOther,
  feedPause,
  feedStroke,
  NO_BURST,
  waitMs,
  type Burst,
  type BurstStep,
} from '@/core/scanning/burst'
import { checkDigitOf } from '@/core/scanning/checkDigit'
import { readingsOf } from '@/core/scanning/readings'
import type { Stroke } from '@/core/scanning/stroke'
import { pressedFor, WEDGES, type Wedge } from '../../support/wedge'

const nothingKnown = () => false
const QWERTY: Wedge = { scanner: 'us', device: 'us', capsLock: 'off' }
const anyCode = fc.stringMatching(/^\d{12}$/).map(body => body + checkDigitOf(body))

/**
 * A page that feeds its keys to the recogniser: its text once all keys are handled, and the scans.
 */
class Page {
  text = ''
  scans: string[] = []
  longestHeldMs = 0
  private burst: Burst = NO_BURST
  private arrivedAtMs = -Infinity

  constructor(
    private readonly isField = true,
    private readonly isKnown: (text: string) => boolean = nothingKnown,
  ) {}

  press(stroke: Stroke, arrivedAtMs = stroke.atMs): void {
    this.wait(arrivedAtMs)
    const step = feedStroke(this.burst, stroke, this.isField, this.isKnown)
    this.follow(step, arrivedAtMs)
    if (step.key === 'pass') this.text += stroke.key
  }

  enter(atMs: number): void {
    this.wait(atMs)
    const step = feedEnd(this.burst, atMs, this.isKnown)
    this.follow(step, atMs)
    if (step.key === 'pass') this.text += '⏎'
  }

  other(atMs: number): void {
    this.wait(atMs)
    this.follow(feedOther(this.burst), atMs)
  }

  /** Runs the page's timers up to a time. */
  wait(untilMs: number): void {
    const dueMs = this.arrivedAtMs + (waitMs(this.burst) ?? Infinity)
    if (dueMs <= untilMs) this.follow(feedPause(this.burst, this.isKnown), dueMs)
    // Another wait may follow the first: for the end of a slow scan.
    if (dueMs <= untilMs) this.wait(untilMs)
  }

  private follow(step: BurstStep, atMs: number): void {
    const taken = step.takenBack.map(({ key }) => key).join('')
    expect(this.text.endsWith(taken)).toBe(true)
    this.text = this.text.slice(0, this.text.length - taken.length)
    if (step.scanned) this.scans.push(readingsOf(step.scanned)[0]?.text ?? '')
    for (const { key, atMs: pressedAtMs } of step.released) {
      this.text += key
      this.longestHeldMs = Math.max(this.longestHeldMs, atMs - pressedAtMs)
    }
    this.burst = step.burst
    this.arrivedAtMs = atMs
  }
}

const strokesOf = (text: string, gapMs: number, wedge = QWERTY, fromMs = 1_000): Stroke[] =>
  pressedFor(text, wedge).map((pressed, index) => ({ ...pressed, atMs: fromMs + index * gapMs }))

function scan(page: Page, text: string, gapMs: number, wedge = QWERTY, fromMs = 1_000): number {
  const strokes = strokesOf(text, gapMs, wedge, fromMs)
  for (const stroke of strokes) page.press(stroke)
  return (strokes.at(-1)?.atMs ?? 0) + gapMs
}

describe('a scan', () => {
  it('leaves nothing in the field, whatever the scanner, the device and Caps Lock', () => {
    const gaps = fc.integer({ min: 1, max: 38 })
    fc.assert(
      fc.property(
        anyCode,
        fc.constantFrom(...WEDGES),
        gaps,
        fc.boolean(),
        (code, wedge, gap, is) => {
          const page = new Page(is)
          page.enter(scan(page, code, gap, wedge))
          expect(page).toMatchObject({ text: '', scans: [code] })
        },
      ),
    )
  })

  it('needs no Enter after it', () => {
    const page = new Page()
    const endMs = scan(page, '3017620422003', 5)
    page.wait(endMs + 500)
    expect(page).toMatchObject({ text: '', scans: ['3017620422003'] })
  })

  it('is separated from the next one without Enter between them', () => {
    const page = new Page()
    scan(page, '3017620422003', 5)
    page.wait(scan(page, '96385074', 5, QWERTY, 1_200) + 800)
    expect(page.scans).toEqual(['3017620422003', '96385074'])
  })

  it('may have a late key in the middle, as over Bluetooth', () => {
    const page = new Page()
    const [first, second] = [strokesOf('301762', 8), strokesOf('0422003', 8, QWERTY, 1_150)]
    for (const stroke of [...first, ...second]) page.press(stroke)
    page.enter(1_210)
    expect(page).toMatchObject({ text: '', scans: ['3017620422003'] })
  })

  it('is complete however late a busy device delivers its keys', () => {
    const anyDelay = fc.integer({ min: 0, max: 600 })
    const delays = fc.array(anyDelay, { minLength: 14, maxLength: 14 })
    fc.assert(
      fc.property(anyCode, delays, (code, late) => {
        const page = new Page()
        let arrivedAtMs = 0
        for (const [index, stroke] of strokesOf(code, 5).entries()) {
          arrivedAtMs =
            Math.max(arrivedAtMs, stroke.atMs) +
            (index > 5 ? (late[index] ?? 0) % 590 : (late[index] ?? 0))
          page.press(stroke, arrivedAtMs)
        }
        page.enter(1_000 + 13 * 5)
        expect(page).toMatchObject({ text: '', scans: [code] })
      }),
    )
  })

  it('of a slow scanner is proven by its check digit alone', () => {
    const page = new Page()
    page.enter(scan(page, '3017620422003', 90))
    expect(page).toMatchObject({ text: '', scans: ['3017620422003'] })

    const unproven = new Page()
    unproven.enter(scan(unproven, '3017620422004', 90))
    expect(unproven).toMatchObject({ text: '3017620422004⏎', scans: [] })
  })

  it('leaves what was typed before it', () => {
    const page = new Page()
    for (const stroke of strokesOf('miel', 180)) page.press(stroke)
    page.enter(scan(page, '3017620422003', 5, QWERTY, 3_000))
    expect(page).toMatchObject({ text: 'miel', scans: ['3017620422003'] })
  })

  it('of a short code counts when something on sale has it', () => {
    const known = new Page(true, text => text === 'A12')
    known.enter(scan(known, 'A12', 5))
    expect(known).toMatchObject({ text: '', scans: ['A12'] })

    const unknown = new Page()
    unknown.enter(scan(unknown, 'A12', 5))
    expect(unknown).toMatchObject({ text: 'A12⏎', scans: [] })
  })
})

describe('a person', () => {
  /** Gaps of a very fast typist: two keys may come together, never six in a row. */
  const anyGap = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 55, max: 400 }) },
    { weight: 1, arbitrary: fc.integer({ min: 8, max: 54 }) },
  )
  const anyTyping = fc.array(fc.record({ key: fc.constantFrom(...'aeiou n019'), gapMs: anyGap }), {
    minLength: 1,
    maxLength: 40,
  })
  const isHuman = (typing: { gapMs: number }[]) =>
    typing.every((_one, at) => {
      const gaps = typing.slice(at, at + 5).map(({ gapMs }) => gapMs)
      return gaps.length < 5 || gaps.reduce((sum, gap) => sum + gap, 0) / 5 > 55
    })

  it('is never taken for a scanner, and every key arrives in order', () => {
    fc.assert(
      fc.property(anyTyping.filter(isHuman), fc.boolean(), (typing, isField) => {
        const page = new Page(isField)
        let atMs = 1_000
        for (const { key, gapMs } of typing) {
          atMs += gapMs
          page.press({ key, code: '', isShifted: false, atMs })
        }
        page.enter(atMs + 150)
        expect(page.scans).toEqual([])
        expect(page.text).toBe(`${typing.map(({ key }) => key).join('')}⏎`)
        // At most five keys in a row as fast as a machine's, then the pause that decides.
        expect(page.longestHeldMs).toBeLessThanOrEqual(4 * 50 + 80)
      }),
    )
  })

  it('sees the first key at once in a field, and within 80 ms elsewhere', () => {
    const [stroke] = strokesOf('7', 1)
    if (!stroke) throw new Error('a stroke')
    const field = new Page()
    field.press(stroke)
    expect(field.text).toBe('7')

    const elsewhere = new Page(false)
    elsewhere.press(stroke)
    expect(elsewhere.text).toBe('')
    elsewhere.wait(stroke.atMs + 80)
    expect(elsewhere.text).toBe('7')
  })

  it('gets the held keys as soon as another key comes', () => {
    const page = new Page()
    for (const stroke of strokesOf('ab', 20)) page.press(stroke)
    expect(page.text).toBe('a')
    page.other(1_025)
    expect(page.text).toBe('ab')
  })
})
