import { useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useContext } from './useContext'

const LOOK_EVERY_MS = 30_000

/** The current day, also on a page that stays open past midnight. */
export const useTodayStore = defineStore('today', () => {
  const context = useContext()
  const day = shallowRef(context.now().day)
  useIntervalFn(() => (day.value = context.now().day), LOOK_EVERY_MS)
  return { day }
})
