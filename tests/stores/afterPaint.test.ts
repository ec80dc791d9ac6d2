import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { afterPaint, watchLeaving } from '@/stores/afterPaint'

const frames: (() => void)[] = []

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame))
})

afterEach(() => {
  vi.runAllTimers()
  frames.length = 0
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const paint = () => {
  for (const frame of frames.splice(0)) frame()
}

it('runs nothing before the frame is painted, then all of it in order', () => {
  const ran: number[] = []
  for (const act of [1, 2, 3]) afterPaint(() => ran.push(act))
  vi.advanceTimersByTime(50)
  expect(ran).toEqual([])

  paint()
  expect(ran).toEqual([])
  vi.advanceTimersByTime(16)
  expect(ran).toEqual([1, 2, 3])
})

it('waits for no frame of a page that is hidden', () => {
  const ran: string[] = []
  afterPaint(() => ran.push('written'))
  vi.advanceTimersByTime(100)
  expect(ran).toEqual(['written'])
})

it('waits for nothing more once the page is left', () => {
  const page = new EventTarget()
  watchLeaving(page as Window)
  const ran: string[] = []
  afterPaint(() => ran.push('written'))
  page.dispatchEvent(new Event('pagehide'))
  expect(ran).toEqual(['written'])
})

it('keeps actions given meanwhile for the next frame', () => {
  const ran: string[] = []
  afterPaint(() => {
    ran.push('first')
    afterPaint(() => ran.push('second'))
  })
  paint()
  vi.advanceTimersByTime(16)
  expect(ran).toEqual(['first'])

  paint()
  vi.advanceTimersByTime(16)
  expect(ran).toEqual(['first', 'second'])
})

it('runs the other actions when one of them fails, and reports the failure', () => {
  const told = vi.fn<(error: unknown) => void>()
  vi.stubGlobal('reportError', told)
  const ran: string[] = []
  afterPaint(() => {
    throw new Error('refused')
  })
  afterPaint(() => ran.push('written'))
  paint()
  vi.advanceTimersByTime(16)
  expect(ran).toEqual(['written'])
  expect(told).toHaveBeenCalledOnce()
})
