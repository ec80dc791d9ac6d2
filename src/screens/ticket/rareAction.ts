import { defineAsyncComponent, defineComponent, onMounted, type Component } from 'vue'
import { useProblemStore } from '@/stores/problem'
import { isMissingPart } from '@/stores/update'

/** Shows that an action could not be loaded, and ends it: it may be chosen again. */
const NotLoaded = defineComponent({
  inheritAttrs: false,
  emits: ['done'],
  setup(_props, { attrs, emit }) {
    // A part that is gone is told for all screens, in `main.ts`.
    if (!isMissingPart(attrs.error)) useProblemStore().showUnexpected()
    onMounted(() => emit('done'))
    return () => null
  },
})

/** The body of an action that few sales need: loaded when it is chosen, not with the counter. */
export function rareAction(loader: () => Promise<{ default: Component }>): Component {
  return defineAsyncComponent({ loader, errorComponent: NotLoaded })
}
