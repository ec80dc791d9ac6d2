import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

/**
 * State of a payment: no payment (`idle`); an amount is asked for (`asking`); tenders taken are
 * being written (`keeping`); the payment is being sealed (`sealing`).
 */
export type PaymentPhase = 'idle' | 'asking' | 'keeping' | 'sealing'

/** What is being paid: the ticket at the counter, or a debt left by an earlier sale. */
export type PaymentSubject = 'ticket' | 'debt'

/**
 * The one state of payment on this device. The ticket, scans, syncs and the lock depend on it: they
 * stop, wait or refuse while someone pays.
 */
export const usePaymentPhaseStore = defineStore('paymentPhase', () => {
  const phase = shallowRef<PaymentPhase>('idle')
  const subject = shallowRef<PaymentSubject | null>(null)
  const isPaying = computed(() => phase.value !== 'idle')
  const isKeeping = computed(() => phase.value === 'keeping')
  /** A sale or debt that is being sealed must not change. */
  const isSealing = computed(() => phase.value === 'sealing')

  /** Asks for an amount, unless a payment is being sealed. */
  function ask(of: PaymentSubject): void {
    if (isSealing.value) return
    subject.value = of
    phase.value = 'asking'
  }

  /** Stops asking for the amount; a payment that is being sealed is sealed first. */
  function close(of: PaymentSubject): void {
    if (subject.value !== of) return
    subject.value = null
    if (phase.value === 'asking') phase.value = 'idle'
  }

  /** The phase is `keeping` for as long as the work takes. */
  const keep = <T>(work: () => Promise<T>): Promise<T> => during('keeping', work)

  /** The phase is `sealing` for as long as the work takes. */
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
