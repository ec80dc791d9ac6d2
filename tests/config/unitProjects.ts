import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a file of tests replaces for all that runs after it in the same process. */
const REPLACES = /\bvi\.(mock|doMock|resetModules|stubGlobal|useFakeTimers)\(/

/**
 * Unit tests in two projects of vitest. Files that replace modules, globals or the clock have a
 * process of their own each; all others share one with what they load, which halves their cost.
 */
export function unitProjects(root: string) {
  const files = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .map(file => `tests/${file.replaceAll('\\', '/')}`)
    .filter(file => file.endsWith('.test.ts') && !file.startsWith('tests/e2e/'))
  const alone = files.filter(file => REPLACES.test(readFileSync(join(root, file), 'utf8')))
  return [
    {
      extends: true as const,
      test: {
        name: 'together',
        isolate: false,
        include: ['tests/**/*.test.ts'],
        exclude: ['tests/e2e/**', ...alone],
      },
    },
    { extends: true as const, test: { name: 'alone', include: alone } },
  ]
}
