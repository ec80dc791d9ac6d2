/// <reference types="vite/client" />
import { readFileSync } from 'node:fs'
import { Linter } from 'eslint'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** Whether the parser takes a script as ECMAScript 5. */
const faultsOf = (code: string) =>
  new Linter().verify(code, { languageOptions: { ecmaVersion: 5, sourceType: 'script' } })

const classic = [...read('index.html').matchAll(/<script src="([^"]+)"/g)].map(([, src]) => src)

it('what runs before the till is known to be plain old JavaScript', () => {
  expect(classic).toEqual(['opening.js'])
})

it.each(['opening.js', 'stopped.js'])('%s is read by a browser of 2011', file => {
  expect(faultsOf(read(`public/${file}`))).toEqual([])
})

it('the parser refuses what came later', () => {
  for (const newer of ['const a = 1', 'f(1, )', 'a ?? b', 'var f = () => 1', 'var a = `b`']) {
    expect(faultsOf(newer)).not.toEqual([])
  }
})

it('the same browsers are named where they are told, and built for', () => {
  const config = read('vite.config.ts')
  for (const [name, version] of [
    ['Edge', '111'],
    ['Safari', '16.4'],
    ['Firefox', '128'],
  ] as const) {
    expect(config).toContain(`'${name.toLowerCase()}${version}'`)
    for (const file of ['README.md', 'src/README.md', 'public/stopped.js']) {
      expect(read(file)).toContain(`${name} ${version}`)
    }
  }
})

/** What the oldest browsers do not have, and our code does not ask for without looking first. */
const NEWER =
  /URL\.canParse|withResolvers|Object\.groupBy|Map\.groupBy|Array\.fromAsync|Promise\.try|isSubsetOf|\.isSupersetOf|RegExp\.escape|Iterator\.from|\/v[,;)\n]|AbortSignal\.any/

it('nothing newer is used', () => {
  const sources = import.meta.glob<string>('../src/**/*.{ts,vue}', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  const faults = Object.entries(sources).filter(
    ([path, code]) =>
      !/\/(proxy|demo|packing|doctor|commands|help)\//.test(path) && NEWER.test(code),
  )
  expect(faults.map(([path]) => path)).toEqual([])
})
