import { shallowRef } from 'vue'

/** Open sheets, the one in front last: elements outside it are out of reach. */
const open = shallowRef<readonly HTMLElement[]>([])

export const openSheets = {
  /** The sheet in front; undefined where none is open. */
  front: () => open.value.at(-1),
  add(sheet: HTMLElement): void {
    open.value = [...open.value, sheet]
  },
  remove(sheet: HTMLElement): void {
    open.value = open.value.filter(one => one !== sheet)
  },
}
