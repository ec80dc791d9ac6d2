import { useDebtStore } from './debt'
import { usePaymentPhaseStore } from './phase'
import { leftCents } from '@/core/payment/openPayment'
import type { CardAttempt } from '@/core/payment/terminal/attempt'

/** What a terminal accepted for the debt of a sale. */
export function useDebtTaking() {
  const debt = useDebtStore()
  const phase = usePaymentPhaseStore()

  const isAsked = (saleId: string) => phase.subject === 'debt' && debt.debt?.sale.eventId === saleId

  /** What is on disk is read again: the debt may have been read meanwhile, with the tender or without. */
  async function take(): Promise<boolean> {
    const of = debt.debt?.sale
    if (!of) return false
    await debt.open(of)
    debt.clear()
    return isAsked(of.eventId) && leftCents(debt.openPayment, debt.toPay) === 0
  }

  return {
    isShown: ({ ticketId }: CardAttempt) => debt.debt?.sale.eventId === ticketId,
    isAsked,
    entered: () => ({ openPayment: debt.openPayment, toPay: debt.toPay }),
    take,
    leave: debt.leave,
    pay: async () => {
      await debt.pay(debt.openPayment.taken)
    },
  }
}
