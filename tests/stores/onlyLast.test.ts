import { expect, it } from 'vitest'
import { onlyLast } from '@/stores/onlyLast'

it('knows the last of what was asked, whichever answers last', () => {
  const asked = onlyLast()
  const isFirstLast = asked()
  expect(isFirstLast()).toBe(true)
  const isSecondLast = asked()
  expect([isFirstLast(), isSecondLast()]).toEqual([false, true])
  onlyLast()()
  expect(isSecondLast()).toBe(true)
})
