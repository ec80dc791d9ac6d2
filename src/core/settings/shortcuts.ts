/** What a key does at the counter. */
export type ShortcutAct =
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
  act: ShortcutAct
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
  { act: 'search', keys: [{ key: 'F2' }] },
  { act: 'departments', keys: [{ key: 'F3' }] },
  { act: 'articles', keys: [{ key: 'F4' }] },
  { act: 'lines', keys: [{ key: 'F6' }] },
  {
    act: 'move',
    keys: [{ key: 'ArrowUp' }, { key: 'ArrowDown' }, { key: 'ArrowLeft' }, { key: 'ArrowRight' }],
  },
  { act: 'take', keys: [{ key: 'Enter' }] },
  { act: 'more', keys: [{ key: '+' }] },
  { act: 'less', keys: [{ key: '-' }] },
  { act: 'remove', keys: [{ key: 'Delete' }] },
  { act: 'undo', keys: [{ key: 'z', ctrl: true }] },
  { act: 'card', keys: [{ key: 'F9' }] },
  { act: 'cash', keys: [{ key: 'F10' }] },
  { act: 'park', keys: [{ key: 'F8' }] },
  { act: 'parked', keys: [{ key: 'F8', shift: true }] },
  { act: 'menu', keys: [{ key: 'F7' }] },
  { act: 'line-menu', keys: [{ key: 'F7', shift: true }] },
  { act: 'close', keys: [{ key: 'Escape' }] },
  { act: 'help', keys: [{ key: 'F1' }, { key: '?' }] },
]

/** What a press asks for; undefined for a key that is nobody's. */
export function shortcutOf(press: KeyPress): ShortcutAct | undefined {
  return SHORTCUTS.find(({ keys }) => keys.some(one => isPressed(one, press)))?.act
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
