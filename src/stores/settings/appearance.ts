import { useColorMode, useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, watch } from 'vue'

/** What the screen looks like on this device, for everyone who serves and in both spaces. */
export type Theme = 'auto' | 'light' | 'dark'
export type TextSize = 'normal' | 'large'

/** `public/opening.js` reads these too, before anything is painted. */
const THEME_KEPT_AS = 'comptoir.theme'
const TEXT_KEPT_AS = 'comptoir.text'

export const useAppearanceStore = defineStore('appearance', () => {
  const { store: chosen, state: shown } = useColorMode({
    attribute: 'data-theme',
    storageKey: THEME_KEPT_AS,
    // Disabling the transition would add a style to the page, which its content security policy
    // forbids.
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
  /** The bars of the browser and of the device take the colour of the page. */
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
