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
import IconReport from '~icons/lucide/scroll-text'
import IconDelivery from '~icons/lucide/truck'
import IconCustomer from '~icons/lucide/user-round'
import IconShares from '~icons/lucide/users'
import IconDrawer from '~icons/lucide/wallet'
import OpenPeriodAction from '@/screens/closing/OpenPeriodAction.vue'
import CustomerAction from './CustomerAction.vue'
import DiscountAction from './DiscountAction.vue'
import LinesDiscountAction from './LinesDiscountAction.vue'
import LotAction from './LotAction.vue'
import NoteAction from './NoteAction.vue'
import ParkAction from './ParkAction.vue'
import ParkedAction from './ParkedAction.vue'
import PriceAction from './PriceAction.vue'
import { rareAction } from './rareAction'
import { isDiscountable } from '@/core/ticket/discount'
import type { TicketLine } from '@/core/ticket/ticket'
import type { MessageKey } from '@/messages/keys'

/** Purposes that share the ticket's menu, in the order they are shown; the first is open. */
export const ACTION_GROUPS = ['ticket', 'prices', 'share', 'drawer'] as const
export type ActionGroup = (typeof ACTION_GROUPS)[number]

/** An action of a cashier on the ticket or on its chosen line, beside selling. */
export interface TicketAction {
  actionId: string
  label: MessageKey
  icon: Component
  /** `line` acts on the chosen line; `ticket` on the whole. */
  scope: 'ticket' | 'line'
  /** Where the ticket's menu shows it; the few actions on a line need no groups. */
  group: ActionGroup
  /** Whether it also works on an empty ticket. */
  worksEmpty?: boolean
  /** It splits the ticket: not possible once a part of it is paid. */
  divides?: true
  /** Which lines it works on: the chosen line must match, or at least one line of the ticket. */
  suits?: (line: TicketLine) => boolean
  /**
   * The component it shows. It gets the id of the chosen line, or null where it acts on the whole
   * ticket, and emits `done` when it is over. It binds stores to components as a screen does.
   */
  body: Component
}

const ReturnAction = rareAction(() => import('@/screens/payment/ReturnAction.vue'))
const MergeAction = rareAction(() => import('./MergeAction.vue'))
const ShareAction = rareAction(() => import('./ShareAction.vue'))
const ShortcutsAction = rareAction(() => import('@/screens/settings/ShortcutsAction.vue'))
const SplitAction = rareAction(() => import('./SplitAction.vue'))
const DeliveryAction = rareAction(() => import('./DeliveryAction.vue'))
const CountAction = rareAction(() => import('@/screens/closing/CountAction.vue'))
const DrawerAction = rareAction(() => import('@/screens/closing/DrawerAction.vue'))
const FloatAction = rareAction(() => import('@/screens/closing/FloatAction.vue'))
const MoveCashAction = rareAction(() => import('@/screens/closing/MoveCashAction.vue'))
const OpenDrawerAction = rareAction(() => import('@/screens/closing/OpenDrawerAction.vue'))

/** Actions on the drawer: they need no ticket. */
const DRAWER_ACTIONS: readonly TicketAction[] = (
  [
    { actionId: 'cash-movement', label: 'drawer.movement', icon: IconMove, body: MoveCashAction },
    { actionId: 'drawer-float', label: 'drawer.open', icon: IconFloat, body: FloatAction },
    { actionId: 'cash-count', label: 'drawer.count', icon: IconCount, body: CountAction },
    {
      actionId: 'drawer-open',
      label: 'drawer.withoutSale',
      icon: IconOpen,
      body: OpenDrawerAction,
    },
    { actionId: 'drawer', label: 'drawer.state', icon: IconDrawer, body: DrawerAction },
    { actionId: 'x-report', label: 'closings.paper.x', icon: IconReport, body: OpenPeriodAction },
    {
      actionId: 'close-day',
      label: 'closings.closeDay',
      icon: IconCloseDay,
      body: OpenPeriodAction,
    },
  ] as const
).map(change => ({ ...change, scope: 'ticket', group: 'drawer', worksEmpty: true }))

/** In the order of the menus. */
export const ACTIONS: readonly TicketAction[] = [
  {
    actionId: 'customer',
    label: 'actions.customer',
    icon: IconCustomer,
    scope: 'ticket',
    group: 'ticket',
    worksEmpty: true,
    body: CustomerAction,
  },
  {
    actionId: 'discount',
    label: 'prices.onTicket',
    icon: IconDiscount,
    scope: 'ticket',
    group: 'prices',
    suits: line => isDiscountable(line) && line.shipping === null,
    body: DiscountAction,
  },
  {
    actionId: 'lines-discount',
    label: 'prices.onLines',
    icon: IconLines,
    scope: 'ticket',
    group: 'prices',
    suits: isDiscountable,
    body: LinesDiscountAction,
  },
  {
    actionId: 'lot',
    label: 'prices.lot',
    icon: IconLot,
    scope: 'ticket',
    group: 'prices',
    suits: isDiscountable,
    body: LotAction,
  },
  {
    actionId: 'delivery',
    label: 'delivery.act',
    icon: IconDelivery,
    scope: 'ticket',
    group: 'ticket',
    body: DeliveryAction,
  },
  {
    actionId: 'line-discount',
    label: 'prices.discount',
    icon: IconDiscount,
    scope: 'line',
    group: 'prices',
    suits: isDiscountable,
    body: DiscountAction,
  },
  {
    actionId: 'line-price',
    label: 'prices.price',
    icon: IconPrice,
    scope: 'line',
    group: 'prices',
    suits: isDiscountable,
    body: PriceAction,
  },
  {
    actionId: 'note',
    label: 'actions.note',
    icon: IconNote,
    scope: 'ticket',
    group: 'ticket',
    body: NoteAction,
  },
  {
    actionId: 'return',
    label: 'refund.withoutTicket',
    icon: IconReturn,
    scope: 'ticket',
    group: 'ticket',
    worksEmpty: true,
    body: ReturnAction,
  },
  {
    actionId: 'park',
    label: 'parking.park',
    icon: IconPark,
    scope: 'ticket',
    group: 'ticket',
    body: ParkAction,
  },
  {
    actionId: 'parked',
    label: 'parking.list',
    icon: IconParked,
    scope: 'ticket',
    group: 'ticket',
    worksEmpty: true,
    body: ParkedAction,
  },
  {
    actionId: 'split',
    label: 'split.byLines',
    icon: IconSplit,
    scope: 'ticket',
    group: 'share',
    divides: true,
    body: SplitAction,
  },
  {
    actionId: 'share',
    label: 'split.byShares',
    icon: IconShares,
    scope: 'ticket',
    group: 'share',
    divides: true,
    body: ShareAction,
  },
  {
    actionId: 'merge',
    label: 'split.merge',
    icon: IconMerge,
    scope: 'ticket',
    group: 'share',
    body: MergeAction,
  },
  {
    actionId: 'shortcuts',
    label: 'shortcuts.title',
    icon: IconShortcuts,
    scope: 'ticket',
    group: 'ticket',
    worksEmpty: true,
    body: ShortcutsAction,
  },
  {
    actionId: 'line-note',
    label: 'actions.note',
    icon: IconNote,
    scope: 'line',
    group: 'ticket',
    body: NoteAction,
  },
  ...DRAWER_ACTIONS,
]
