import { expect, it } from 'vitest'
import { onlyLast } from '@/stores/onlyLast'

it('knows the latest query, whichever answer comes last', () => {
  const newQuery = onlyLast()
  const isFirstLast = newQuery()
  expect(isFirstLast()).toBe(true)
  const isSecondLast = newQuery()
  expect([isFirstLast(), isSecondLast()]).toEqual([false, true])
  onlyLast()()
  expect(isSecondLast()).toBe(true)
})
