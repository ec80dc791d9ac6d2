import { readonly, shallowRef, watch, type ShallowRef } from 'vue'
import { afterPaint } from '@/stores/afterPaint'

/**
 * The value of `source`, a frame later: for what accompanies a tap's answer (a badge, an offer to
 * undo) and would delay it if it were drawn in the same frame.
 */
export function useAfterPaint<Shown>(source: () => Shown): Readonly<ShallowRef<Shown>> {
  const shown = shallowRef(source())
  watch(source, () => afterPaint(() => (shown.value = source())))
  return readonly(shown) as Readonly<ShallowRef<Shown>>
}
