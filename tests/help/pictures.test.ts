import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PICTURES } from '@/help/pictures'

const MOST_BYTES = 40 * 1024
const MOST_PICTURES = 16
/** Fewer letters than this say what a picture is called, not what is seen. */
const SHORTEST_ALT = 60

const folderOf = (language: string) => `src/help/${language}`
const filesIn = (language: string) => readdirSync(join(folderOf(language), 'pictures')).sort()

/** Pictures that the pages of a language name, with what is said of each. */
const picturesNamed = (language: string) =>
  readdirSync(folderOf(language))
    .filter(name => name.endsWith('.md'))
    .flatMap(name => [
      ...readFileSync(join(folderOf(language), name), 'utf8').matchAll(
        /!\[([^\]]*)\]\(([^)\s]*)\)/g,
      ),
    ])
    .map(([, alt = '', path = '']) => ({ alt, path }))

it('shows the same pictures in both languages', () => {
  expect(filesIn('en')).toEqual(filesIn('fr'))
  expect(filesIn('fr').length).toBeLessThanOrEqual(MOST_PICTURES)
})

describe.each(['fr', 'en'] as const)('pictures of the manual in %s', language => {
  const named = picturesNamed(language)
  const files = filesIn(language)

  it('are each named by a page, once, and each there', () => {
    expect(named.map(({ path }) => path).toSorted()).toEqual(files.map(name => `pictures/${name}`))
    expect(Object.keys(PICTURES[language]).toSorted()).toEqual(
      files.map(name => `pictures/${name}`),
    )
  })

  it.each(named)('$path: what is seen is said', ({ alt }) => {
    expect(alt.length).toBeGreaterThanOrEqual(SHORTEST_ALT)
    expect(alt).not.toMatch(/^(?:image|picture|photo|capture|screenshot)/i)
  })

  it.each(files)('%s is light, and a WebP or a chart', name => {
    const path = join(folderOf(language), 'pictures', name)
    expect(statSync(path).size).toBeLessThanOrEqual(MOST_BYTES)
    const isChart = name.endsWith('.svg')
    const first = readFileSync(path).subarray(0, 12).toString('latin1')
    expect(first).toMatch(isChart ? /^<svg xmlns="/ : /^RIFF[^]{4}WEBP$/)
  })
})
