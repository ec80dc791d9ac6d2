import { useColorMode, useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, watch } from 'vue'

/** What the screen looks like: of this device, whoever serves and whichever books are open. */
export type Theme = 'auto' | 'light' | 'dark'
export type TextSize = 'normal' | 'large'

/** Also read by `public/appearance.js`, before anything is painted. */
const THEME_KEPT_AS = 'comptoir.theme'
const TEXT_KEPT_AS = 'comptoir.text'

export const useAppearanceStore = defineStore('appearance', () => {
  const { store: chosen, state: shown } = useColorMode({
    attribute: 'data-theme',
    storageKey: THEME_KEPT_AS,
    // It would write a style into the page, which the page's own rules forbid.
    disableTransition: false,
  })
  const textSize = useStorage<TextSize>(TEXT_KEPT_AS, 'normal')
  const theme = computed<Theme>(() => chosen.value)

  function chooseTheme(next: Theme): void {
    chosen.value = next
  }

  function chooseTextSize(next: TextSize): void {
    textSize.value = next
  }

  watch(
    textSize,
    size => {
      document.documentElement.dataset.text = size
    },
    { immediate: true },
  )
  /** The bars of the browser and of the device go with the page. */
  watch(
    shown,
    () => {
      const paper = getComputedStyle(document.documentElement).getPropertyValue('--paper')
      for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
        meta.content = paper.trim()
      }
    },
    { immediate: true, flush: 'post' },
  )

  return { theme, shown, textSize, chooseTheme, chooseTextSize }
})
