import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useContext } from '@/stores/useContext'
import { noteTourOffered, wasTourOffered } from '@/till/settings/keepTour'

/** The tour of the demo: whether it is offered, or under way. The shop's own till has none. */
export const useTourStore = defineStore('tour', () => {
  const isHere = useContext().space === 'demo'
  const isOffered = shallowRef(isHere && !wasTourOffered(localStorage))
  const isOn = shallowRef(false)

  /** It was answered, or passed by: it is not offered again. */
  function endOffer(): void {
    if (!isOffered.value) return
    noteTourOffered(localStorage)
    isOffered.value = false
  }

  function start(): void {
    endOffer()
    isOn.value = isHere
  }

  function leave(): void {
    endOffer()
    isOn.value = false
  }

  return { isHere, isOffered, isOn, start, leave, endOffer }
})
