import type { Component } from 'vue'
import IconReturn from '~icons/lucide/corner-up-left'
import IconNote from '~icons/lucide/notebook-pen'
import IconCustomer from '~icons/lucide/user-round'
import CustomerAct from './CustomerAct.vue'
import NoteAct from './NoteAct.vue'
import ReturnAct from './ReturnAct.vue'
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
  { actId: 'note', label: 'acts.note', icon: IconNote, scope: 'ticket', body: NoteAct },
  {
    actId: 'return',
    label: 'refund.withoutTicket',
    icon: IconReturn,
    scope: 'ticket',
    worksEmpty: true,
    body: ReturnAct,
  },
  { actId: 'line-note', label: 'acts.note', icon: IconNote, scope: 'line', body: NoteAct },
]
