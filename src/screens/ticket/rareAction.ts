import { defineAsyncComponent, defineComponent, onMounted, type Component } from 'vue'
import { useProblemStore } from '@/stores/problem'

/** Shows that an action could not be loaded, and ends it: it may be chosen again. */
const NotLoaded = defineComponent({
  inheritAttrs: false,
  emits: ['done'],
  setup(_props, { emit }) {
    useProblemStore().showUnexpected()
    onMounted(() => emit('done'))
    return () => null
  },
})

/** The body of an action that few sales need: loaded when it is chosen, not with the counter. */
export function rareAction(loader: () => Promise<{ default: Component }>): Component {
  return defineAsyncComponent({ loader, errorComponent: NotLoaded })
}
