import { isTenfold } from '@/core/typedAmount'
import { enteredCents, leftCents, type OpenPayment, type ToPay } from './openPayment'

/** Typed cash that is ten times what is left to pay, or more: the cashier is asked once. Null else. */
export function unlikelyCash(
  open: OpenPayment,
  toPay: ToPay,
): { amountCents: number; forCents: number } | null {
  if (open.method?.kind !== 'cash' || !open.isTyped || toPay.totalCents <= 0) return null
  const amounts = { amountCents: enteredCents(open, toPay), forCents: leftCents(open, toPay) }
  return isTenfold(amounts.amountCents, amounts.forCents) ? amounts : null
}
