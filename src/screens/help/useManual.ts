import { shallowRef, watchEffect } from 'vue'
import type { HelpPage } from '@/core/help/helpPage'
import { loadHelp } from '@/help/loadHelp'
import { PICTURES } from '@/help/pictures'
import { useMessages } from '@/messages/useMessages'

/** The manual in the language of the screen; null until it is loaded, or where it does not come. */
export function useManual() {
  const { locale } = useMessages()
  const pages = shallowRef<ReadonlyMap<string, HelpPage> | null>(null)
  const isMissing = shallowRef(false)

  watchEffect(async () => {
    const language = locale.value
    try {
      const loaded = await loadHelp(language)
      if (language === locale.value) pages.value = loaded
      isMissing.value = false
    } catch {
      // That a part of the till is missing is told on the page, by `tellUnexpected`.
      isMissing.value = true
    }
  })

  const pictures = () => PICTURES[locale.value]
  return { pages, pictures, isMissing }
}
