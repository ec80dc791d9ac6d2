import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

/**
 * Where a payment has got to: nothing is paid; an amount is asked; what was just taken is being
 * written; the payment is being sealed.
 */
export type PaymentPhase = 'idle' | 'asking' | 'keeping' | 'sealing'

/** What is being paid: the ticket at the counter, or a debt left by an earlier sale. */
export type PaymentSubject = 'ticket' | 'debt'

/**
 * The one state of payment on this device. Everything that must stand still, wait or be refused
 * while someone pays (the ticket, scans, syncs, the lock) asks here.
 */
export const usePaymentPhaseStore = defineStore('paymentPhase', () => {
  const phase = shallowRef<PaymentPhase>('idle')
  const subject = shallowRef<PaymentSubject | null>(null)
  const isPaying = computed(() => phase.value !== 'idle')
  const isKeeping = computed(() => phase.value === 'keeping')
  /** What is paid stands still: it is being sealed as it is. */
  const isSealing = computed(() => phase.value === 'sealing')

  /** Asks for an amount, unless a payment is being sealed. */
  function ask(of: PaymentSubject): void {
    if (isSealing.value) return
    subject.value = of
    phase.value = 'asking'
  }

  /** Nobody asks for the amount any more; a payment that is being sealed is sealed first. */
  function close(of: PaymentSubject): void {
    if (subject.value !== of) return
    subject.value = null
    if (phase.value === 'asking') phase.value = 'idle'
  }

  /** Is `keeping` for as long as the work takes. */
  const keep = <T>(work: () => Promise<T>): Promise<T> => during('keeping', work)

  /** Is `sealing` for as long as the work takes. */
  const seal = <T>(work: () => Promise<T>): Promise<T> => during('sealing', work)

  async function during<T>(busy: PaymentPhase, work: () => Promise<T>): Promise<T> {
    phase.value = busy
    try {
      return await work()
    } finally {
      phase.value = subject.value === null ? 'idle' : 'asking'
    }
  }

  return { phase, subject, isPaying, isKeeping, isSealing, ask, close, keep, seal }
})
