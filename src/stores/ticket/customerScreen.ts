import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { afterPaint } from '@/stores/afterPaint'
import { useCounterStore } from '@/stores/counter'
import { usePrintingStore } from '@/stores/documents/printing'
import { onlyLast } from '@/stores/onlyLast'
import { useDebtShownStore } from '@/stores/payment/debtShown'
import { usePaymentStore } from '@/stores/payment/payment'
import { useSettingsStore } from '@/stores/settings/settings'
import { useCustomerRoomStore } from './customerRoom'
import { useIdleShowStore } from './idleShow'
import { useTicketStore } from './ticket'
import { customerChannel, GONE_AFTER_MS, I_AM_NEW, I_AM_THERE } from '@/core/ticket/customerChannel'
import { viewOfSale, viewOfTicket, type ShownToCustomer } from '@/core/ticket/customerView'
import type { IdleShow } from '@/core/ticket/idleShow'
import { givenCents } from '@/core/payment/tender'
import type { SaleEntry } from '@/core/journal/journal'

/** What the customer's screen shows, sent to it after the till's own screen shows it. */
export const useCustomerScreenStore = defineStore('customerScreen', () => {
  const counter = useCounterStore()
  const payment = usePaymentStore()
  const debt = useDebtShownStore()
  const printing = usePrintingStore()
  const room = useCustomerRoomStore()
  const idle = useIdleShowStore()
  const settings = useSettingsStore()
  const ticket = useTicketStore()
  /** A screen is there, and hears. */
  const isThere = shallowRef(false)
  const codes = shallowRef<{ sale: SaleEntry; texts: string[] } | null>(null)
  const newDrawing = onlyLast()
  let lastHeard = 0

  const view = computed(() => {
    const sale = payment.lastSale
    if (sale) return viewOfSale(sale, codes.value?.sale === sale ? codes.value.texts : [])
    if (debt.view) return debt.view
    return viewOfTicket(ticket.priced, ticket.totals, givenCents(ticket.ticket.taken))
  })
  const serves = computed(() => !counter.isElsewhere)
  /** A screen of this browser hears, and this tab is the one that serves. */
  const isShowing = computed(() => isThere.value && serves.value)
  /** A screen hears, here or on another device. */
  const isSeen = computed(() => serves.value && (isThere.value || room.isHeard))

  const shownWith = (seen: ShownToCustomer['view']): ShownToCustomer => ({
    view: seen,
    shopName: settings.seller.name,
    locale: document.documentElement.lang === 'en' ? 'en' : 'fr',
  })

  async function drawCodes(sale: SaleEntry | null): Promise<void> {
    const isLast = newDrawing()
    const texts = sale ? await printing.codes(sale) : []
    if (isLast()) codes.value = sale ? { sale, texts } : null
  }

  /** Hears screens from now on. */
  function start(): void {
    const channel = new BroadcastChannel(customerChannel(settings.space))
    const post = (shown: ShownToCustomer | IdleShow) =>
      // A channel reaches pages of the same origin alone.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      channel.postMessage(shown)
    const send = () => {
      if (isShowing.value) post(shownWith(view.value))
    }
    const sendIdle = () => {
      if (isShowing.value && idle.show) post(idle.show)
    }
    channel.addEventListener('message', ({ data }) => {
      if (data !== I_AM_NEW && data !== I_AM_THERE) return
      lastHeard = performance.now()
      const wasThere = isThere.value
      isThere.value = true
      // A first screen is seen by the watch below; another one has nothing yet.
      if (wasThere && data === I_AM_NEW) {
        afterPaint(send)
        afterPaint(sendIdle)
      }
    })
    setInterval(() => {
      if (performance.now() - lastHeard > GONE_AFTER_MS) isThere.value = false
    }, GONE_AFTER_MS)
    watch(
      () => isSeen.value && view.value,
      seen => {
        if (!seen) return
        afterPaint(send)
        afterPaint(room.change)
      },
    )
    watch(isSeen, seen => {
      if (seen && !idle.show) idle.load().catch(reportError)
    })
    // Once for each screen, and not with each line.
    watch(
      () => isShowing.value && idle.show,
      show => {
        if (show) afterPaint(sendIdle)
      },
    )
    watch(
      () => (isSeen.value ? payment.lastSale : null),
      sale => {
        drawCodes(sale).catch(reportError)
      },
    )
    if (serves.value)
      room
        .start(
          () => shownWith(view.value),
          () => idle.show,
        )
        .catch(reportError)
    watch(serves, isServing => isServing || room.rest())
    // A till that is closed shows no total any more.
    window.addEventListener('pagehide', () => {
      if (isShowing.value) post(shownWith({ kind: 'idle' }))
    })
  }

  return { isThere, view, serves, start }
})
