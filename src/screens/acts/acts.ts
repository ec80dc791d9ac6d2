import type { Component } from 'vue'
import IconMove from '~icons/lucide/arrow-left-right'
import IconFloat from '~icons/lucide/coins'
import IconCount from '~icons/lucide/calculator'
import IconOpen from '~icons/lucide/lock-open'
import IconNote from '~icons/lucide/notebook-pen'
import IconDrawer from '~icons/lucide/wallet'
import CountAct from './CountAct.vue'
import DrawerAct from './DrawerAct.vue'
import FloatAct from './FloatAct.vue'
import MoveCashAct from './MoveCashAct.vue'
import NoteAct from './NoteAct.vue'
import OpenDrawerAct from './OpenDrawerAct.vue'
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
  /**
   * What it shows: given the line's id or null, it says `done` when it is over. It binds
   * stores to components as a screen does.
   */
  body: Component
}

/** Of the drawer: they need no ticket. */
const DRAWER_ACTS: readonly TicketAct[] = (
  [
    { actId: 'cash-movement', label: 'drawer.movement', icon: IconMove, body: MoveCashAct },
    { actId: 'drawer-float', label: 'drawer.open', icon: IconFloat, body: FloatAct },
    { actId: 'cash-count', label: 'drawer.count', icon: IconCount, body: CountAct },
    { actId: 'drawer-open', label: 'drawer.withoutSale', icon: IconOpen, body: OpenDrawerAct },
    { actId: 'drawer', label: 'drawer.state', icon: IconDrawer, body: DrawerAct },
  ] as const
).map(act => ({ ...act, scope: 'ticket', worksEmpty: true }))

/** In the order of the menus. */
export const ACTS: readonly TicketAct[] = [
  { actId: 'note', label: 'acts.note', icon: IconNote, scope: 'ticket', body: NoteAct },
  { actId: 'line-note', label: 'acts.note', icon: IconNote, scope: 'line', body: NoteAct },
  ...DRAWER_ACTS,
]
