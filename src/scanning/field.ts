/**
 * An element that takes keys itself: a field one can type in, or a list that jumps to typed
 * letters.
 */
export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** A field's value and selection at one moment. */
export interface FieldState {
  field: Field
  value: string
  selection: readonly [start: number, end: number] | null
}

const TYPED_IN =
  'textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range], [data-catches-scans])'

/** The field that a key went to; null where it went to a button or the page. */
export function fieldOf(target: EventTarget | null): Field | null {
  return target instanceof Element && target.matches(TYPED_IN) ? (target as Field) : null
}

/**
 * Whether a field keeps all that is typed in it: an address, a key, a passphrase, which a password
 * manager, a dictation or a remote keyboard types as fast as a scanner. No scan is looked for there.
 */
export const keepsText = (field: Field | null) => field?.matches('[data-takes-text]') === true

export function stateOf(field: Field): FieldState {
  const { value } = field
  if (field instanceof HTMLSelectElement) return { field, value, selection: null }
  const { selectionStart, selectionEnd } = field
  const isPlaced = selectionStart !== null && selectionEnd !== null
  return { field, value, selection: isPlaced ? [selectionStart, selectionEnd] : null }
}

/** Restores a field, and sends the page the events of typing. */
export function restoreField({ field, value, selection }: FieldState): void {
  if (field.value === value) return
  field.value = value
  if (selection && !(field instanceof HTMLSelectElement)) field.setSelectionRange(...selection)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  if (field instanceof HTMLSelectElement) {
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

/**
 * Types into the field that has the focus. Only `execCommand` keeps the field's undo, its maximum
 * length and its events.
 */
export function typeInto(field: Field, text: string): void {
  if (document.activeElement === field) document.execCommand('insertText', false, text)
}
