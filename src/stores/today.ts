import { useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useTill } from './useContext'

const LOOK_EVERY_MS = 30_000

/** The day it is, also on a page that stays open past midnight. */
export const useTodayStore = defineStore('today', () => {
  const till = useTill()
  const day = shallowRef(till.now().day)
  useIntervalFn(() => (day.value = till.now().day), LOOK_EVERY_MS)
  return { day }
})
