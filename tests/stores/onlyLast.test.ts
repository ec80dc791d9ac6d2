import { expect, it } from 'vitest'
import { onlyLast } from '@/stores/onlyLast'

it('knows the last of what was asked, whichever answers last', () => {
  const newQuery = onlyLast()
  const isFirstLast = newQuery()
  expect(isFirstLast()).toBe(true)
  const isSecondLast = newQuery()
  expect([isFirstLast(), isSecondLast()]).toEqual([false, true])
  onlyLast()()
  expect(isSecondLast()).toBe(true)
})
