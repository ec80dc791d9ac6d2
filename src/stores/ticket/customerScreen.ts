import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { afterPaint } from '@/stores/afterPaint'
import { useCounterStore } from '@/stores/counter'
import { usePrintingStore } from '@/stores/documents/printing'
import { usePaymentStore } from '@/stores/payment/payment'
import { useSettingsStore } from '@/stores/settings/settings'
import { useTicketStore } from './ticket'
import { CUSTOMER_CHANNEL, GONE_AFTER_MS, I_AM_THERE } from '@/core/ticket/customerChannel'
import { viewOfSale, viewOfTicket, type ShownToCustomer } from '@/core/ticket/customerView'
import { givenCents } from '@/core/payment/tender'
import type { SaleEntry } from '@/core/journal/journal'

/** What the customer's screen shows, sent to it after the till's own screen shows it. */
export const useCustomerScreenStore = defineStore('customerScreen', () => {
  const counter = useCounterStore()
  const payment = usePaymentStore()
  const printing = usePrintingStore()
  const settings = useSettingsStore()
  const ticket = useTicketStore()
  /** A screen is there, and hears. */
  const isThere = shallowRef(false)
  const codes = shallowRef<{ sale: SaleEntry; texts: string[] } | null>(null)
  let lastHeard = 0

  const view = computed(() => {
    const sale = payment.lastSale
    if (sale) return viewOfSale(sale, codes.value?.sale === sale ? codes.value.texts : [])
    return viewOfTicket(ticket.priced, ticket.totals, givenCents(ticket.ticket.taken))
  })

  /** Hears screens from now on. */
  function start(): void {
    const channel = new BroadcastChannel(CUSTOMER_CHANNEL)
    const send = () => {
      if (counter.isElsewhere || !isThere.value) return
      const shown: ShownToCustomer = {
        view: view.value,
        shopName: settings.seller.name,
        locale: document.documentElement.lang === 'en' ? 'en' : 'fr',
      }
      // A channel reaches pages of the same origin alone.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      channel.postMessage(shown)
    }
    channel.addEventListener('message', ({ data }) => {
      if (data !== I_AM_THERE) return
      lastHeard = performance.now()
      isThere.value = true
      // A screen that was just opened has nothing yet.
      send()
    })
    setInterval(() => {
      if (performance.now() - lastHeard > GONE_AFTER_MS) isThere.value = false
    }, GONE_AFTER_MS)
    watch(
      () => isThere.value && view.value,
      () => {
        if (isThere.value) afterPaint(send)
      },
    )
    watch(
      () => isThere.value && payment.lastSale,
      async sale => {
        if (sale) codes.value = { sale, texts: await printing.codes(sale) }
      },
    )
  }

  return { isThere, start }
})
