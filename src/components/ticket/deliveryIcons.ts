import type { Component } from 'vue'
import IconShipped from '~icons/lucide/package'
import IconTakeAway from '~icons/lucide/shopping-bag'
import IconCounter from '~icons/lucide/store'
import IconDelivery from '~icons/lucide/truck'
import type { DeliveryMethod } from '@/core/ticket/ticket'

/** Icons of the delivery methods. */
export const DELIVERY_ICONS: Record<DeliveryMethod, Component> = {
  counter: IconCounter,
  'take-away': IconTakeAway,
  delivery: IconDelivery,
  shipped: IconShipped,
}
