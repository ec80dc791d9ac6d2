import { expect, it } from 'vitest'
import { failureText, isInstalled, KILLS_A_TILL, planOf } from './plan'

const MANY = Array.from({ length: 2_000 }, (_, kill) => planOf(7, kill))

it('is the same for a seed and a number, and others for another seed', () => {
  expect(MANY.map(({ kill }) => planOf(7, kill))).toEqual(MANY)
  expect(MANY.map(({ kill }) => planOf(8, kill))).not.toEqual(MANY)
})

it('kills everything, whatever it is doing', () => {
  const pairs = new Set(MANY.map(({ fault, operation }) => `${fault} ${operation}`))
  expect(new Set(MANY.map(({ fault }) => fault)).size).toBe(11)
  expect(new Set(MANY.map(({ operation }) => operation)).size).toBe(10)
  expect(pairs.size).toBeGreaterThan(100)
})

it('updates only what is installed', () => {
  const updated = MANY.filter(({ fault }) => fault === 'update')
  expect(updated.length).toBeGreaterThan(5)
  for (const { kill } of updated) expect(isInstalled(kill)).toBe(true)
})

it('names the commands that do it again', () => {
  const [plan] = MANY.slice(KILLS_A_TILL + 3)
  expect(plan && failureText(7, plan, KILLS_A_TILL, 'a sale is gone')).toContain(
    `after those before: npm run torture -- --seed 7 --from ${KILLS_A_TILL} --kills 4`,
  )
  expect(plan && failureText(7, plan, KILLS_A_TILL, 'a sale is gone')).toMatch(
    /kill 53: .*\na sale is gone\n.*--from 53 --kills 1\n/,
  )
})
