import { expect, it } from 'vitest'
import { releaseNotes } from '@/packing/releaseNotes'

const CHANGELOG = `# Changelog

## 0.2.0 — 1 December 2026

- A module.

## 0.2.0-beta

- Not this.

## 0.1.0

- The first.
`

it('takes what CHANGELOG says of one version, and nothing else', () => {
  expect(releaseNotes(CHANGELOG, '0.2.0')).toBe('## 0.2.0 — 1 December 2026\n\n- A module.\n')
  expect(releaseNotes(CHANGELOG, '0.1.0')).toBe('## 0.1.0\n\n- The first.\n')
})

it('refuses a version that CHANGELOG does not tell of', () => {
  expect(() => releaseNotes(CHANGELOG, '0.3.0')).toThrow('0.3.0')
})
