import { expect, it, vi } from 'vitest'
import { shallowRef } from 'vue'
import { aMeans } from '../../support/factory'
import { usePaymentSteps } from '@/components/payment/usePaymentSteps'
import { NOTHING_PAID, type OpenPayment, type ToPay } from '@/core/payment/openPayment'
import type { TenderKind } from '@/core/payment/tender'

const TO_PAY: ToPay = {
  totalCents: 3_000,
  mealVoucherCeilingCents: 2_500,
  foodCents: null,
  debtCents: 0,
  vouchersPaidCents: 0,
}

function steps(kind: TenderKind, terminal: { isOn: boolean; isChosen: boolean }) {
  const { name, account } = aMeans(kind)
  const payment = shallowRef<OpenPayment>({
    ...NOTHING_PAID,
    taken: [{ kind, name, account, givenCents: 1_000 }],
  })
  const made = usePaymentSteps(payment, () => TO_PAY, vi.fn(), {
    isOn: () => terminal.isOn,
    isChosen: () => terminal.isChosen,
    ask: vi.fn(),
  })
  return { payment, ...made }
}

/** The terminal is not asked in this payment, and there is one. */
const BYPASSED = { isOn: false, isChosen: true }

it.each(['card', 'meal-voucher'] as const)(
  'asks before a %s goes, as the terminal may have debited it',
  kind => {
    const { payment, question, remove, answer } = steps(kind, BYPASSED)
    remove(0)
    expect(question.value).toMatchObject({ ask: 'remove' })
    expect(payment.value.taken).toHaveLength(1)
    answer(true)
    expect(payment.value.taken).toEqual([])
  },
)

it.each([
  ['cash', BYPASSED],
  ['card', { isOn: false, isChosen: false }],
] as const)('removes %s at once where no terminal took it', (kind, terminal) => {
  const { payment, question, remove } = steps(kind, terminal)
  remove(0)
  expect(question.value).toBeNull()
  expect(payment.value.taken).toEqual([])
})
