/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest'
import tokens from '@/styles/tokens.css?raw'

/**
 * Every style of the till but the tokens themselves, by its path in src. The module's page is one
 * of PrestaShop's back office, and takes its sizes there.
 */
const styles = Object.entries(
  import.meta.glob<string>(
    ['../../src/**/*.{css,vue}', '!../../src/styles/tokens.css', '!../../src/packing/module/**'],
    { query: '?raw', import: 'default', eager: true },
  ),
).map(([path, source]) => [path.replace('../../src/', ''), stylesOf(path, source)] as const)

/** A component's styles alone, without what is said about them. */
function stylesOf(path: string, source: string): string {
  const css = path.endsWith('.vue')
    ? [...source.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, block]) => block).join('\n')
    : source
  return css.replaceAll(/\/\*[\s\S]*?\*\//g, '')
}

/** What may stand beside a token of each kind. */
const KEYWORDS = /^(?:0|50%|inherit)$/
const SCALES: Record<string, RegExp> = {
  'font-size': /^var\(--(?:paper-)?text-\w+\)$/,
  'font-weight': /^var\(--weight-\w+\)$/,
  'border-radius': /^var\(--radius(?:-\w+)?\)$/,
}

/** Values that no token can be, each in one place, and why. */
const EXCEPTIONS: Record<string, { declaration: string; why: string }[]> = {
  'styles/font.css': [
    { declaration: 'font-weight: 100 900', why: 'the range that the font file itself has' },
  ],
  'styles/print.css': [
    { declaration: 'font-size: 100%', why: 'large text on screen is not printed larger' },
  ],
  'screens/sharing/JoinScreen.vue': [
    {
      declaration: 'font-size: clamp(48px, 16vw, 88px)',
      why: 'four digits are read aloud from across a counter, and fill the card',
    },
  ],
  'components/catalogue/ArticleTile.vue': [
    {
      declaration: 'border-radius: calc(var(--radius) - 1px) calc(var(--radius) - 1px) 0 0',
      why: 'the picture follows its tile inside a border of 1px',
    },
  ],
  'components/ticket/CustomerView.vue': [
    {
      declaration: 'font-size: clamp(1rem, 2.6vw, 1.75rem)',
      why: 'a screen of any size, read from across a counter: all of it grows with its width',
    },
    {
      declaration: 'font-size: clamp(var(--text-title), 4vw, var(--text-due))',
      why: 'the same',
    },
    { declaration: 'font-size: clamp(var(--text-due), 9vw, 5.5rem)', why: 'the same' },
    { declaration: 'font-size: clamp(var(--text-amount), 8vw, 4.5rem)', why: 'the same' },
  ],
  'styles/pages.css': [
    {
      declaration: 'font-size: clamp(var(--text-amount), 5vw, var(--text-due))',
      why: 'from one step to another with the width of the screen',
    },
  ],
}

const DECLARATION =
  /(?<![\w-])(font-size|font-weight|border(?:-(?:top|bottom|start|end)){0,2}(?:-(?:left|right|start|end))?-radius|font)\s*:\s*([^;}]+)/g

/** Declarations of a size, a weight or a radius that are not of the scale. */
function offScale(css: string): string[] {
  return [...css.matchAll(DECLARATION)].flatMap(([, property = '', written = '']) => {
    const value = written.trim().replaceAll(/\s+/g, ' ')
    if (isOnScale(property, value)) return []
    return [`${property}: ${value}`]
  })
}

function isOnScale(property: string, value: string): boolean {
  if (property === 'font') return !/\d{3}|\d(?:px|rem|em|pt)/.test(value)
  const scale = SCALES[property.endsWith('radius') ? 'border-radius' : property]
  return value.split(' ').every(part => KEYWORDS.test(part) || scale?.test(part))
}

it.each(styles)('%s takes its sizes, weights and radii from the scale', (path, css) => {
  const allowed = (EXCEPTIONS[path] ?? []).map(one => one.declaration)
  expect(offScale(css).filter(one => !allowed.includes(one))).toEqual([])
})

it('every exception is one still', () => {
  const found = new Map(styles.map(([path, css]) => [path, offScale(css)]))
  for (const [path, exceptions] of Object.entries(EXCEPTIONS)) {
    for (const { declaration } of exceptions) expect(found.get(path)).toContain(declaration)
  }
})

describe('the scale', () => {
  const named = (prefix: string) => [
    ...tokens.matchAll(new RegExp(`^ {2}(--${prefix}[\\w-]*):`, 'gm')),
  ]

  it.each([
    ['text-', 9],
    ['weight-', 4],
    ['radius', 4],
  ])('--%s has no more than %i steps', (prefix, most) => {
    expect(named(prefix).length).toBeGreaterThan(1)
    expect(named(prefix).length).toBeLessThanOrEqual(most)
  })

  it('is used whole, and nothing is used that it has not', () => {
    const used = new Set(
      styles.flatMap(([, css]) =>
        [...css.matchAll(/var\(--((?:paper-text|text|weight|radius)(?:-\w+)?)/g)].map(
          one => one[1],
        ),
      ),
    )
    const has = ['text-', 'weight-', 'radius', 'paper-text-'].flatMap(prefix =>
      named(prefix).map(one => one[1]?.slice(2)),
    )
    expect([...used].sort()).toEqual([...has].sort())
  })
})
