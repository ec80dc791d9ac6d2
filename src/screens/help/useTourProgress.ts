import { computed, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { TOUR_STEPS, tourStepAfter, type TourFacts } from '@/core/help/tour'
import { useClosingStore } from '@/stores/closing/closing'
import { usePaymentStore } from '@/stores/payment/payment'
import { useTicketStore } from '@/stores/ticket/ticket'

const MILLI = 1000

/** Follows the tour by what is really done on the till since it began. */
export function useTourProgress() {
  const route = useRoute()
  const ticket = useTicketStore()
  const payment = usePaymentStore()
  const closing = useClosingStore()
  const place = shallowRef(0)
  const isSold = shallowRef(false)
  const isGivenBack = shallowRef(false)
  const isDayClosed = shallowRef(false)

  watch(
    () => payment.lastSale,
    sale => {
      if (sale?.event.kind === 'sale') isSold.value = true
      // Goods of before the tour may come back at any time: only the refund of its sale counts.
      if (sale?.event.kind === 'refund' && isSold.value) isGivenBack.value = true
    },
  )
  watch(
    () => closing.isSealing,
    isSealing => {
      if (!isSealing && closing.problem === null && isGivenBack.value) isDayClosed.value = true
    },
  )

  const facts = computed<TourFacts>(() => ({
    mostPieces: Math.max(0, ...ticket.ticket.lines.map(line => line.quantityMilli / MILLI)),
    isSold: isSold.value,
    isPaidShown: payment.lastSale !== null,
    isReceiptShown: route.path.startsWith('/sales/'),
    isGivenBack: isGivenBack.value,
    isDayClosed: isDayClosed.value,
  }))
  watch(facts, now => (place.value = tourStepAfter(place.value, now)), { immediate: true })

  /** Undefined at the end. */
  const step = computed(() => TOUR_STEPS[place.value])
  return { place, step, count: TOUR_STEPS.length }
}
