import type { Component } from 'vue'
import IconMove from '~icons/lucide/arrow-left-right'
import IconPrice from '~icons/lucide/banknote'
import IconCount from '~icons/lucide/calculator'
import IconCloseDay from '~icons/lucide/calendar-check'
import IconFloat from '~icons/lucide/coins'
import IconReturn from '~icons/lucide/corner-up-left'
import IconShortcuts from '~icons/lucide/keyboard'
import IconParked from '~icons/lucide/list'
import IconLines from '~icons/lucide/list-checks'
import IconOpen from '~icons/lucide/lock-open'
import IconMerge from '~icons/lucide/merge'
import IconNote from '~icons/lucide/notebook-pen'
import IconLot from '~icons/lucide/package-plus'
import IconPark from '~icons/lucide/pause'
import IconDiscount from '~icons/lucide/percent'
import IconSplit from '~icons/lucide/split'
import IconDelivery from '~icons/lucide/truck'
import IconCustomer from '~icons/lucide/user-round'
import IconShares from '~icons/lucide/users'
import IconDrawer from '~icons/lucide/wallet'
import CloseDayAct from '@/screens/closing/CloseDayAction.vue'
import CustomerAct from './CustomerAction.vue'
import DiscountAct from './DiscountAction.vue'
import LinesDiscountAct from './LinesDiscountAction.vue'
import LotAct from './LotAction.vue'
import NoteAct from './NoteAction.vue'
import ParkAct from './ParkAction.vue'
import ParkedAct from './ParkedAction.vue'
import PriceAct from './PriceAction.vue'
import { rareAct } from './rareAction'
import { isDiscountable } from '@/core/ticket/discount'
import type { TicketLine } from '@/core/ticket/ticket'
import type { MessageKey } from '@/messages/keys'

/** Something a cashier may do to the ticket or to its chosen line, beside selling. */
export interface TicketAct {
  actId: string
  label: MessageKey
  icon: Component
  /** `line` acts on the chosen line; `ticket` on the whole. */
  scope: 'ticket' | 'line'
  /** Whether it also works on an empty ticket. */
  worksEmpty?: boolean
  /** It makes several tickets of one: not once something of it is paid. */
  divides?: true
  /** Which of the lines it works on: the chosen one, or one at least of the ticket. */
  suits?: (line: TicketLine) => boolean
  /**
   * What it shows: given the id of the chosen line, or null where it acts on the whole ticket,
   * it says `done` when it is over. It binds stores to components as a screen does.
   */
  body: Component
}

const ReturnAct = rareAct(() => import('@/screens/payment/ReturnAction.vue'))
const MergeAct = rareAct(() => import('./MergeAction.vue'))
const ShareAct = rareAct(() => import('./ShareAction.vue'))
const ShortcutsAct = rareAct(() => import('@/screens/settings/ShortcutsAction.vue'))
const SplitAct = rareAct(() => import('./SplitAction.vue'))
const DeliveryAct = rareAct(() => import('./DeliveryAction.vue'))
const CountAct = rareAct(() => import('@/screens/closing/CountAction.vue'))
const DrawerAct = rareAct(() => import('@/screens/closing/DrawerAction.vue'))
const FloatAct = rareAct(() => import('@/screens/closing/FloatAction.vue'))
const MoveCashAct = rareAct(() => import('@/screens/closing/MoveCashAction.vue'))
const OpenDrawerAct = rareAct(() => import('@/screens/closing/OpenDrawerAction.vue'))

/** Of the drawer: they need no ticket. */
const DRAWER_ACTS: readonly TicketAct[] = (
  [
    { actId: 'cash-movement', label: 'drawer.movement', icon: IconMove, body: MoveCashAct },
    { actId: 'drawer-float', label: 'drawer.open', icon: IconFloat, body: FloatAct },
    { actId: 'cash-count', label: 'drawer.count', icon: IconCount, body: CountAct },
    { actId: 'drawer-open', label: 'drawer.withoutSale', icon: IconOpen, body: OpenDrawerAct },
    { actId: 'drawer', label: 'drawer.state', icon: IconDrawer, body: DrawerAct },
    { actId: 'close-day', label: 'closings.closeDay', icon: IconCloseDay, body: CloseDayAct },
  ] as const
).map(act => ({ ...act, scope: 'ticket', worksEmpty: true }))

/** In the order of the menus. */
export const ACTS: readonly TicketAct[] = [
  {
    actId: 'customer',
    label: 'acts.customer',
    icon: IconCustomer,
    scope: 'ticket',
    worksEmpty: true,
    body: CustomerAct,
  },
  {
    actId: 'discount',
    label: 'prices.onTicket',
    icon: IconDiscount,
    scope: 'ticket',
    suits: line => isDiscountable(line) && line.shipping === null,
    body: DiscountAct,
  },
  {
    actId: 'lines-discount',
    label: 'prices.onLines',
    icon: IconLines,
    scope: 'ticket',
    suits: isDiscountable,
    body: LinesDiscountAct,
  },
  {
    actId: 'lot',
    label: 'prices.lot',
    icon: IconLot,
    scope: 'ticket',
    suits: isDiscountable,
    body: LotAct,
  },
  {
    actId: 'delivery',
    label: 'delivery.act',
    icon: IconDelivery,
    scope: 'ticket',
    body: DeliveryAct,
  },
  {
    actId: 'line-discount',
    label: 'prices.discount',
    icon: IconDiscount,
    scope: 'line',
    suits: isDiscountable,
    body: DiscountAct,
  },
  {
    actId: 'line-price',
    label: 'prices.price',
    icon: IconPrice,
    scope: 'line',
    suits: isDiscountable,
    body: PriceAct,
  },
  { actId: 'note', label: 'acts.note', icon: IconNote, scope: 'ticket', body: NoteAct },
  {
    actId: 'return',
    label: 'refund.withoutTicket',
    icon: IconReturn,
    scope: 'ticket',
    worksEmpty: true,
    body: ReturnAct,
  },
  { actId: 'park', label: 'parking.park', icon: IconPark, scope: 'ticket', body: ParkAct },
  {
    actId: 'parked',
    label: 'parking.list',
    icon: IconParked,
    scope: 'ticket',
    worksEmpty: true,
    body: ParkedAct,
  },
  {
    actId: 'split',
    label: 'split.byLines',
    icon: IconSplit,
    scope: 'ticket',
    divides: true,
    body: SplitAct,
  },
  {
    actId: 'share',
    label: 'split.byShares',
    icon: IconShares,
    scope: 'ticket',
    divides: true,
    body: ShareAct,
  },
  { actId: 'merge', label: 'split.merge', icon: IconMerge, scope: 'ticket', body: MergeAct },
  {
    actId: 'shortcuts',
    label: 'shortcuts.title',
    icon: IconShortcuts,
    scope: 'ticket',
    worksEmpty: true,
    body: ShortcutsAct,
  },
  { actId: 'line-note', label: 'acts.note', icon: IconNote, scope: 'line', body: NoteAct },
  ...DRAWER_ACTS,
]
