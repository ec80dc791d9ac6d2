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
  broken = 0
  clears = true
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
    const dueMs = this.arrivedAtMs + (waitMs(this.burst, this.isKnown) ?? Infinity)
    if (dueMs <= untilMs) this.follow(feedPause(this.burst, this.isKnown), dueMs)
    // Another wait may follow the first: for the end of a slow scan.
    if (dueMs <= untilMs) this.wait(untilMs)
  }

  private follow(step: BurstStep, atMs: number): void {
    const taken = step.takenBack.map(({ key }) => key).join('')
    expect(this.text.endsWith(taken)).toBe(true)
    this.text = this.text.slice(0, this.text.length - taken.length)
    if (step.scanned) {
      const text = readingsOf(step.scanned)[0]?.text ?? ''
      this.scans.push(text)
      // As the counter does: a quantity counts for no code but that of an article.
      if (!this.isField && this.clears && !this.isKnown(text)) this.text = ''
    }
    if (step.broken && this.clears) this.text = ''
    if (step.broken) this.broken += 1
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

describe('a scan outside a field, with pauses anywhere in it', () => {
  const anyPause = fc.record({ at: fc.nat(12), ms: fc.integer({ min: 51, max: 1_900 }) })
  const anyScan = fc.record({
    gapMs: fc.integer({ min: 1, max: 60 }),
    pauses: fc.array(anyPause, { maxLength: 3 }),
    isEnded: fc.boolean(),
    endGapMs: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 1_900 })),
  })
  type AnyScan = typeof anyScan extends fc.Arbitrary<infer Value> ? Value : never

  function scanned(page: Page, code: string, { gapMs, pauses, isEnded, endGapMs }: AnyScan): Page {
    let atMs = 1_000
    for (const [index, pressed] of pressedFor(code, QWERTY).entries()) {
      const late = pauses.filter(({ at }) => at === index).map(({ ms }) => ms)
      atMs += Math.min(1_900, late[0] ?? gapMs)
      page.press({ ...pressed, atMs })
    }
    if (isEnded) page.enter(atMs + endGapMs)
    page.wait(atMs + 5_000)
    return page
  }

  const anyArticle = fc.oneof(
    { weight: 4, arbitrary: anyCode },
    { weight: 1, arbitrary: fc.stringMatching(/^\d{7}$/).map(body => body + checkDigitOf(body)) },
    { weight: 1, arbitrary: fc.stringMatching(/^\d{8,14}$/) },
    { weight: 1, arbitrary: fc.stringMatching(/^[A-Z]{2}\d{6,8}$/) },
  )

  it('never leaves a digit: it is understood, or refused whole and aloud', () => {
    fc.assert(
      fc.property(anyArticle, anyScan, fc.boolean(), (code, how, isSold) => {
        const page = scanned(new Page(false, text => isSold && text === code), code, how)
        expect(page.text.replaceAll(/[^\d]/g, '')).toBe('')
        expect(page.scans.length + page.broken).toBeGreaterThan(0)
        expect(page.scans.filter(one => one === code).length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 3_000 },
    )
  })

  it('is understood with one pause of a moment, at any speed, with Enter or without', () => {
    const one = fc.record({
      at: fc.integer({ min: 1, max: 12 }),
      ms: fc.integer({ min: 1, max: 400 }),
    })
    fc.assert(
      fc.property(
        anyCode,
        one,
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (code, pause, gapMs, isEnded) => {
          const how = { gapMs, pauses: [pause], isEnded, endGapMs: gapMs }
          const page = scanned(new Page(false, text => text === code), code, how)
          expect(page).toMatchObject({ text: '', scans: [code], broken: 0 })
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('29, 70 ms, 00000000063: the article, and no 29 is left', () => {
    const page = new Page(false, text => text === '2900000000063')
    const first = strokesOf('29', 5)
    const rest = strokesOf('00000000063', 5, QWERTY, 1_075)
    for (const stroke of [...first, ...rest]) page.press(stroke)
    page.enter(1_130)
    expect(page).toMatchObject({ text: '', scans: ['2900000000063'], broken: 0 })
  })

  it('leaves the quantity that a person typed before it', () => {
    const anyQuantity = fc.stringMatching(/^[1-9]\d?$/)
    const anyRest = fc.integer({ min: 260, max: 1_900 })
    fc.assert(
      fc.property(anyCode, anyQuantity, anyRest, (code, quantity, restMs) => {
        const page = new Page(false, text => text === code)
        const typed = strokesOf(quantity, 150)
        for (const stroke of typed) page.press(stroke)
        const fromMs = (typed.at(-1)?.atMs ?? 0) + restMs
        page.enter(scan(page, code, 5, QWERTY, fromMs))
        expect(page).toMatchObject({ text: quantity, scans: [code], broken: 0 })
      }),
    )
  })

  it('refuses digits typed one by one that are too many for a quantity, unless they are a code', () => {
    const typed = new Page(false, text => text === '3017620422003')
    typed.enter(scan(typed, '3017620422003', 160))
    expect(typed).toMatchObject({ text: '', scans: ['3017620422003'] })
    const wrong = new Page(false)
    wrong.enter(scan(wrong, '3017620422004', 160))
    expect(wrong).toMatchObject({ text: '', scans: [], broken: 1 })
  })

  it('lets a person type a PIN of eight digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{8}$/), fc.integer({ min: 80, max: 300 }), (pin, gapMs) => {
        const page = new Page(false)
        page.enter(scan(page, pin, gapMs))
        expect(page).toMatchObject({ text: `${pin}⏎`, scans: [], broken: 0 })
      }),
    )
  })

  it('lets a person type a quantity, a price and Enter', () => {
    const page = new Page(false)
    for (const stroke of strokesOf('12', 120)) page.press(stroke)
    page.enter(1_400)
    expect(page).toMatchObject({ text: '12⏎', scans: [], broken: 0 })
    page.wait(10_000)
    for (const stroke of strokesOf('1250', 130, QWERTY, 10_100)) page.press(stroke)
    page.wait(20_000)
    expect(page).toMatchObject({ text: '12⏎1250', broken: 0 })
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
    typing.every(({ gapMs }, at) => {
      if (gapMs <= 25 && (typing[at + 1]?.gapMs ?? 400) <= 25) return false
      const gaps = typing.slice(at, at + 5).map(({ gapMs }) => gapMs)
      return gaps.length < 5 || gaps.reduce((sum, gap) => sum + gap, 0) / 5 > 55
    })

  it('is never taken for a scanner, and every key arrives in order', () => {
    fc.assert(
      fc.property(anyTyping.filter(isHuman), fc.boolean(), (all, isField) => {
        // Outside a field a person types a quantity or a price: fewer keys, or slower ones.
        const typing = isField ? all : all.slice(0, 5)
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
