/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest'
import { FISCAL_FILES, FISCAL_VERSION, fiscalFingerprint } from '@/core/journal/fiscalPart'

const sources = new Map(
  Object.entries(
    import.meta.glob<string>('../../../src/{core,storage,till}/**/*.ts', {
      query: '?raw',
      import: 'default',
      eager: true,
    }),
  ).map(([path, text]) => [path.replace('../../../src/', ''), text]),
)

const files = FISCAL_FILES.map(path => [path, sources.get(path) ?? ''] as const)

describe('the fiscal part', () => {
  it('is made of files that exist, each once', () => {
    expect(FISCAL_FILES.filter(path => !sources.has(path))).toEqual([])
    expect(new Set(FISCAL_FILES).size).toBe(FISCAL_FILES.length)
  })

  it('has every shape that is sealed', () => {
    const shapes = [...sources.keys()].filter(path => path.startsWith('core/journal/events/'))
    expect(FISCAL_FILES).toEqual(expect.arrayContaining(shapes))
  })

  /** Fails when one of the files changes; `-u` records it, where its change is meant. */
  it('is as recorded', async () => {
    const recorded = { version: FISCAL_VERSION, fingerprint: fiscalFingerprint(files) }
    const text = `${JSON.stringify(recorded, null, 2)}\n`
    await expect(text).toMatchFileSnapshot('./fiscalPart.json')
  })

  it('is what the build shows', () => {
    expect(__FISCAL_FINGERPRINT__).toBe(fiscalFingerprint(files))
  })

  it('has another fingerprint when a letter, a name or the order changes, not the line ends', () => {
    const of = (...texts: string[]) =>
      fiscalFingerprint(texts.map((text, index) => [`${index}.ts`, text]))
    expect(of('a\nb', 'c')).toBe(of('a\r\nb', 'c'))
    const others = [of('a\nb', 'd'), of('c', 'a\nb'), fiscalFingerprint([['x.ts', 'a\nb']])]
    expect(others).not.toContain(of('a\nb', 'c'))
  })
})
