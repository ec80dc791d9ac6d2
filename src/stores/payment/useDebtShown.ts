import { watch, type ShallowRef } from 'vue'
import { useDebtShownStore } from './debtShown'
import { usePaymentPhaseStore } from './phase'
import { useTicketStore } from '@/stores/ticket/ticket'
import type { PaymentEntry } from '@/core/journal/journal'
import { givenCents } from '@/core/payment/tender'
import { viewOfDebt, viewOfPayment } from '@/core/ticket/customerView'
import type { Debt } from '@/till/payment/payDebt'

/**
 * Shows the customer the debt that is asked for, then its payment, until the next ticket begins. The
 * returned function leaves the payment: tenders already taken stay with the sale, and a ticket that is
 * open already is shown again.
 */
export function useDebtShown(
  debt: Readonly<ShallowRef<Debt | null>>,
  paid: Readonly<ShallowRef<PaymentEntry | null>>,
): () => void {
  const phase = usePaymentPhaseStore()
  const shown = useDebtShownStore()
  const ticket = useTicketStore()

  watch([() => phase.subject, debt, paid], ([subject, owed, payment], [before, , earlier]) => {
    if (subject === 'debt' && owed) {
      shown.show(viewOfDebt(owed.sale, owed.stillDueCents, givenCents(owed.taken)))
    } else if (payment && payment !== earlier) shown.show(viewOfPayment(payment))
    else if (before === 'debt') shown.show(null)
  })
  watch(
    () => ticket.priced.length,
    lines => lines > 0 && shown.show(null),
  )

  return () => {
    phase.close('debt')
    if (ticket.priced.length > 0) shown.show(null)
  }
}
