import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type ShallowRef } from 'vue'
import { useRowsInTurn, withFirstOf } from '@/components/ui/useRowsInTurn'

let frames: (() => void)[] = []

beforeEach(() => {
  vi.useFakeTimers()
  frames = []
  isAtTop = true
  vi.stubGlobal('requestAnimationFrame', (action: () => void) => frames.push(action))
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => (frames[frame - 1] = () => undefined))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

let isAtTop = true
const inTurn = (source: ShallowRef<string[]>) =>
  effectScope().run(() =>
    useRowsInTurn(
      () => source.value,
      () => isAtTop,
    ),
  )!

const nextFrame = () => {
  for (const action of frames.splice(0)) action()
}

it.each([
  [
    ['a', 'b', 'c'],
    ['x', 'y', 'z'],
    ['a', 'y', 'z'],
  ],
  [['a'], ['x', 'y', 'z'], ['a']],
  [[], ['x', 'y'], []],
  [['a', 'b', 'c'], ['x'], ['a']],
  [['a', 'b'], [], ['a']],
])('of %o after %o, %o comes first', (next, before, shown) =>
  expect(withFirstOf(next, before)).toEqual(shown),
)

it('draws the first row at once and the others in the next frame', async () => {
  const source = shallowRef(['x', 'y'])
  const rows = inTurn(source)
  source.value = ['a', 'b', 'c']
  await nextTick()
  expect(rows.value).toEqual(['a', 'y'])
  nextFrame()
  expect(rows.value).toEqual(['a', 'y'])
  vi.runAllTimers()
  expect(rows.value).toEqual(['a', 'b', 'c'])
})

it('never shows the others of what was asked before', async () => {
  const source = shallowRef(['x', 'y'])
  const rows = inTurn(source)
  source.value = ['a', 'b', 'c']
  await nextTick()
  nextFrame()
  source.value = ['d', 'e']
  await nextTick()
  expect(rows.value).toEqual(['d', 'y'])
  vi.advanceTimersByTime(99)
  expect(rows.value).toEqual(['d', 'y'])
  nextFrame()
  vi.runAllTimers()
  expect(rows.value).toEqual(['d', 'e'])
})

it('draws all of them on a page that paints no frame', async () => {
  const source = shallowRef(['x'])
  const rows = inTurn(source)
  source.value = ['a', 'b']
  await nextTick()
  vi.advanceTimersByTime(100)
  expect(rows.value).toEqual(['a', 'b'])
})

it('draws all of them at once where others were in sight, or where the rows are wider', async () => {
  const source = shallowRef(['xx', 'yy'])
  const rows = inTurn(source)
  isAtTop = false
  source.value = ['aa', 'bb']
  await nextTick()
  expect(rows.value).toEqual(['aa', 'bb'])
  isAtTop = true
  source.value = ['ccc', 'd']
  await nextTick()
  expect(rows.value).toEqual(['ccc', 'd'])
})

it('draws nothing any more once it is gone', async () => {
  const source = shallowRef(['x', 'y'])
  const scope = effectScope()
  const rows = scope.run(() =>
    useRowsInTurn(
      () => source.value,
      () => true,
    ),
  )!
  source.value = ['a', 'b']
  await nextTick()
  scope.stop()
  nextFrame()
  vi.runAllTimers()
  expect(rows.value).toEqual(['a', 'y'])
})
