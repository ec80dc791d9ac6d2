import { shallowRef } from 'vue'
import type { Tile } from '@/components/catalogue/shelf'
import { usePressed } from '@/components/ui/usePressed'
import type { Article } from '@/core/catalogue/article'
import { isPriceChanged } from '@/core/ticket/quickEntry'
import { useMessages } from '@/messages/useMessages'
import { useQuickEntryStore } from '@/stores/ticket/quickEntry'
import { useTicketStore } from '@/stores/ticket/ticket'

/** Taking articles from the shelf: a tile with several asks which, in the open `family`. */
export function usePicking() {
  const { t } = useMessages()
  const ticket = useTicketStore()
  const quickEntry = useQuickEntryStore()
  const family = shallowRef<Extract<Tile, { kind: 'family' }> | null>(null)

  function pick(article: Article): void {
    family.value = null
    quickEntry.sell(article, (sold, how) => {
      const isTyped = isPriceChanged(sold, how)
      return ticket.add(sold, isTyped ? { ...how, priceReason: t('prices.typed') } : how)
    })
  }

  const { press, tap } = usePressed<Tile>(tile => {
    if (tile.kind === 'family') family.value = tile
    else pick(tile.article)
  })

  return { family, pick, press, tap }
}
