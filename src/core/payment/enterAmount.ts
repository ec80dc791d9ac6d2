import { amountTyped, isNoAmount, typeAmount } from '@/core/typedAmount'
import type { OpenPayment } from './openPayment'

/** Types one key of an amount: a digit, `00` or a comma. */
export function typeKey(open: OpenPayment, key: string): OpenPayment {
  return { ...open, typed: typeAmount(open.isTyped ? open.typed : '', key), isTyped: true }
}

/** Deletes the last key. Deletes everything when it looks like a code, or was not typed. */
export function eraseKey(open: OpenPayment): OpenPayment {
  const { typed, isTyped } = open
  const isWhole = !isTyped || isNoAmount(typed)
  return { ...open, typed: isWhole ? '' : typed.slice(0, -1), isTyped: true }
}

/** Deletes all that is typed. */
export const clearTyped = (open: OpenPayment): OpenPayment => ({
  ...open,
  typed: '',
  isTyped: true,
})

/** Enters a whole amount at once; the next key begins a new amount. */
export function enterAmount(open: OpenPayment, amountCents: number): OpenPayment {
  return { ...open, typed: amountTyped(amountCents), isTyped: false }
}
