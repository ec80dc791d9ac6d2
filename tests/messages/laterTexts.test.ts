/// <reference types="vite/client" />
import { expect, it } from 'vitest'
import { fr } from '@/messages/fr'
import { laterFr } from '@/messages/laterFr'

const sources = new Map(
  Object.entries(
    import.meta.glob<string>('../../src/**/*.{ts,vue}', {
      query: '?raw',
      import: 'default',
      eager: true,
    }),
  ).map(([path, source]) => [path.replace('../../src/', ''), source]),
)

/** Files that come with the first screens: what they import, and what that imports, as values. */
function comesFirst(): string[] {
  const found = new Set<string>()
  const waiting = ['opening.ts', 'open.ts', 'counter.ts', 'customerScreen.ts']
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue
    found.add(path)
    waiting.push(...importedBy(path))
  }
  return [...found].filter(path => !path.startsWith('messages/'))
}

function importedBy(path: string): string[] {
  const folder = path.split('/').slice(0, -1)
  const imports = (sources.get(path) ?? '').matchAll(
    /^(?:import|export) (?!type )[^']*?'([^']+)'|^\} from '([^']+)'/gm,
  )
  return [...imports].flatMap(([, plain, long]) => {
    const target = plain ?? long ?? ''
    if (!target.startsWith('.') && !target.startsWith('@/')) return []
    const parts = target.startsWith('@/')
      ? target.slice(2).split('/')
      : [...folder, ...target.split('/')]
    const whole: string[] = []
    for (const part of parts) {
      if (part === '..') whole.pop()
      else if (part !== '.') whole.push(part)
    }
    return [whole.join('/'), `${whole.join('/')}.ts`].filter(one => sources.has(one))
  })
}

it('first screens say nothing whose text comes later', () => {
  const first = comesFirst()
  expect(first.length).toBeGreaterThan(300)
  const known = fr as Record<string, Record<string, unknown>>
  const faults = first.flatMap(path =>
    [...(sources.get(path) ?? '').matchAll(/['`](\w+)\.(\w+)[\w.]*['`$.]/g)].flatMap(
      ([text, section = '', key = '']) =>
        section in laterFr && !(key in (known[section] ?? {})) ? `${path}: ${text}` : [],
    ),
  )
  expect(faults).toEqual([])
})

const pathsIn = (value: object, before = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null
      ? pathsIn(inner, `${before}${key}.`)
      : `${before}${key}`,
  )

it('each text is there once', () => {
  const first = new Set(pathsIn(fr))
  expect(pathsIn(laterFr).filter(path => first.has(path))).toEqual([])
})
