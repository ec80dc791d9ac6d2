/** What a key does at the counter. */
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

/** A key with what must be held with it. `key` is the DOM's own name of it. */
export interface Keys {
  key: ShortcutKey
  ctrl?: boolean
  shift?: boolean
}

/** Keys that shortcuts use: what is drawn on them is a message of its own. */
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
  /** Any of these. */
  keys: readonly Keys[]
}

/** What of a press of a key is looked at; a `KeyboardEvent` is one. */
export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/**
 * The whole sale by keyboard, in the order of the help. Function keys work wherever the focus
 * is, as no scanner and no typing makes them; the others only outside a field.
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

/** What a press asks for; undefined for a key that is nobody's. */
export function shortcutOf(press: KeyPress): ShortcutAction | undefined {
  return SHORTCUTS.find(({ keys }) => keys.some(one => isPressed(one, press)))?.action
}

/** Whether a key works in a field too: nobody types it, and no scanner sends it. */
export const isFunctionKey = (key: string) => /^F\d+$/.test(key)

/** Whether a scanner may send it among a code: it is a shortcut only when it comes alone. */
export const isPrintable = (key: string) => key.length === 1

/** Keys less than this apart are a scanner's; nobody types as fast. */
export const BURST_MS = 50

function isPressed({ key, ctrl = false, shift = false }: Keys, press: KeyPress): boolean {
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    (press.ctrlKey || press.metaKey) === ctrl &&
    !press.altKey &&
    // What is printed on a key may need a shift on one keyboard and none on another.
    (isPrintable(key) || press.shiftKey === shift)
  )
}
