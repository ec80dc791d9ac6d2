import { describe, expect, it } from 'vitest'
import { isFunctionKey, isPrintable, SHORTCUTS, shortcutOf } from '@/core/settings/shortcuts'

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const press = (key: string, held: Partial<typeof bare> = {}) =>
  shortcutOf({ key, ...bare, ...held })

describe('shortcuts', () => {
  it.each([
    ['F2', {}, 'search'],
    ['F8', {}, 'park'],
    ['F8', { shiftKey: true }, 'parked'],
    ['+', { shiftKey: true }, 'more'],
    ['?', { shiftKey: true }, 'help'],
    ['z', { ctrlKey: true }, 'undo'],
    ['Z', { metaKey: true }, 'undo'],
  ] as const)('%s with %o asks for %s', (key, held, act) => {
    expect(press(key, held)).toBe(act)
  })

  it('leave what belongs to the browser or to a field', () => {
    for (const [key, held] of [
      ['z', {}],
      ['F2', { ctrlKey: true }],
      ['F4', { altKey: true }],
      ['+', { ctrlKey: true }],
      ['3', {}],
      ['F5', {}],
      ['F12', {}],
    ] as const) {
      expect(press(key, held), key).toBeUndefined()
    }
  })

  it('each have keys of their own', () => {
    const every = SHORTCUTS.flatMap(({ keys }) => keys.map(one => JSON.stringify(one)))
    expect(new Set(every).size).toBe(every.length)
    expect(new Set(SHORTCUTS.map(({ action }) => action)).size).toBe(SHORTCUTS.length)
  })

  it('separate keys that nobody types from keys a scanner may send', () => {
    expect(['F1', 'F10'].every(isFunctionKey)).toBe(true)
    expect(['F', 'Delete'].some(isFunctionKey)).toBe(false)
    expect(['+', '-', '?'].every(isPrintable)).toBe(true)
    expect(['Delete', 'F2'].some(isPrintable)).toBe(false)
  })
})
