import { computed, shallowRef, watch, type Ref, type WritableComputedRef } from 'vue'

/**
 * A typed model that has its new value at once. A model of `defineModel` keeps the old one until
 * its parent is drawn again: of several keys in one moment, only the last would count.
 */
export function useImmediateModel(model: Ref<string>): WritableComputedRef<string> {
  const latest = shallowRef(model.value)
  watch(model, value => (latest.value = value), { flush: 'sync' })
  return computed({
    get: () => latest.value,
    set: value => {
      latest.value = value
      model.value = value
    },
  })
}
