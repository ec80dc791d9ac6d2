import { expect, it } from 'vitest'
import { lastAsked } from '@/stores/lastQuery'

it('knows the last of what was asked, whichever answers last', () => {
  const asked = lastAsked()
  const isFirstLast = asked()
  expect(isFirstLast()).toBe(true)
  const isSecondLast = asked()
  expect([isFirstLast(), isSecondLast()]).toEqual([false, true])
  lastAsked()()
  expect(isSecondLast()).toBe(true)
})
