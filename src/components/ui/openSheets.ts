import { shallowRef } from 'vue'

/** Sheets that are open, the one in front last: what is outside it is out of reach. */
const open = shallowRef<readonly HTMLElement[]>([])

export const openSheets = {
  /** The sheet in front, or nothing where none is open. */
  front: () => open.value.at(-1),
  add(sheet: HTMLElement): void {
    open.value = [...open.value, sheet]
  },
  remove(sheet: HTMLElement): void {
    open.value = open.value.filter(one => one !== sheet)
  },
}
