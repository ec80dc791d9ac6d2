import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const readme = readFileSync('README.md', 'utf8')
const rows = readme.split('\n').filter(line => /^\| R\d+ \|/.test(line))

it('answers each requirement of the law once, in order', () => {
  expect(rows.map(row => row.split(' ')[1])).toEqual(
    Array.from({ length: 27 }, (_none, index) => `R${index + 1}`),
  )
})

it('shows each of them by a test, and promises none for later', () => {
  const shownBy = (row: string) => row.match(/`tests\/[^`]+\.ts`/g) ?? []
  expect(rows.filter(row => shownBy(row).length === 0)).toEqual([])
  expect(rows.filter(row => /à venir/i.test(row))).toEqual([])
})

it('names tests that exist', () => {
  const named = [...readme.matchAll(/`(tests\/[\w./-]+\.(?:test|e2e)\.ts)`/g)].map(
    match => match[1],
  )
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter(path => path && !existsSync(path))).toEqual([])
})
