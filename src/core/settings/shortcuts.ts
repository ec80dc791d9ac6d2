/** Action of a keyboard shortcut at the counter. */
export type ShortcutAction =
  | 'help'
  | 'search'
  | 'departments'
  | 'articles'
  | 'lines'
  | 'move'
  | 'take'
  | 'more'
  | 'less'
  | 'remove'
  | 'undo'
  | 'menu'
  | 'line-menu'
  | 'park'
  | 'parked'
  | 'card'
  | 'cash'
  | 'close'

/** A key with its modifiers. `key` is the DOM's name. */
export interface Keys {
  key: ShortcutKey
  ctrl?: boolean
  shift?: boolean
}

/** Keys that shortcuts use; `messages` has the label of each. */
export type ShortcutKey =
  | `F${1 | 2 | 3 | 4 | 6 | 7 | 8 | 9 | 10}`
  | `Arrow${'Up' | 'Down' | 'Left' | 'Right'}`
  | '?'
  | '+'
  | '-'
  | 'z'
  | 'Delete'
  | 'Enter'
  | 'Escape'

export interface Shortcut {
  action: ShortcutAction
  /** Any one of these keys triggers the action. */
  keys: readonly Keys[]
}

/** The fields of a key press that shortcuts need; a `KeyboardEvent` has them. */
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/**
 * Every action of a sale by keyboard, in the order of the help. Function keys work anywhere,
 * because neither scanners nor typing produce them; the other keys work only outside a field.
 */
export const SHORTCUTS: readonly Shortcut[] = [
  { action: 'search', keys: [{ key: 'F2' }] },
  { action: 'departments', keys: [{ key: 'F3' }] },
  { action: 'articles', keys: [{ key: 'F4' }] },
  { action: 'lines', keys: [{ key: 'F6' }] },
  {
    action: 'move',
    keys: [{ key: 'ArrowUp' }, { key: 'ArrowDown' }, { key: 'ArrowLeft' }, { key: 'ArrowRight' }],
  },
  { action: 'take', keys: [{ key: 'Enter' }] },
  { action: 'more', keys: [{ key: '+' }] },
  { action: 'less', keys: [{ key: '-' }] },
  { action: 'remove', keys: [{ key: 'Delete' }] },
  { action: 'undo', keys: [{ key: 'z', ctrl: true }] },
  { action: 'card', keys: [{ key: 'F9' }] },
  { action: 'cash', keys: [{ key: 'F10' }] },
  { action: 'park', keys: [{ key: 'F8' }] },
  { action: 'parked', keys: [{ key: 'F8', shift: true }] },
  { action: 'menu', keys: [{ key: 'F7' }] },
  { action: 'line-menu', keys: [{ key: 'F7', shift: true }] },
  { action: 'close', keys: [{ key: 'Escape' }] },
  { action: 'help', keys: [{ key: 'F1' }, { key: '?' }] },
]

/** The action of a key press; undefined when no shortcut uses the key. */
export function shortcutOf(press: KeyPress): ShortcutAction | undefined {
  return SHORTCUTS.find(({ keys }) => keys.some(one => isPressed(one, press)))?.action
}

/** Whether a key works inside a field too: typing and scanners never produce it. */
export const isFunctionKey = (key: string) => /^F\d+$/.test(key)

/**
 * Whether a scanner may send the key as part of a code: it is a shortcut only when it comes alone.
 */
export const isPrintable = (key: string) => key.length === 1

/** Keys closer together than this come from a scanner: nobody types that fast. */
export const BURST_MS = 50

function isPressed({ key, ctrl = false, shift = false }: Keys, press: KeyPress): boolean {
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    (press.ctrlKey || press.metaKey) === ctrl &&
    !press.altKey &&
    // A printed symbol may need Shift on one keyboard layout and not on another.
    (isPrintable(key) || press.shiftKey === shift)
  )
}
