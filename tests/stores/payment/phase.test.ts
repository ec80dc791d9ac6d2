import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { usePaymentPhaseStore } from '@/stores/payment/phase'

beforeEach(() => setActivePinia(createPinia()))

/** Work that is under way until it is ended or failed. */
function underWay() {
  let end: () => void = () => undefined
  let failIt: (error: Error) => void = () => undefined
  const work = new Promise<void>((resolve, reject) => {
    end = resolve
    failIt = reject
  })
  return { work: () => work, end: () => end(), fail: () => failIt(new Error('no disk')) }
}

it('asks, keeps what is taken, seals, and is idle once it is left', async () => {
  const phase = usePaymentPhaseStore()
  expect(phase.phase).toBe('idle')
  phase.ask('ticket')
  expect(phase).toMatchObject({ phase: 'asking', subject: 'ticket', isPaying: true })

  const taking = underWay()
  const kept = phase.keep(taking.work)
  expect(phase.phase).toBe('keeping')
  taking.end()
  await kept
  expect(phase.phase).toBe('asking')

  const sale = underWay()
  const sealed = phase.seal(sale.work)
  expect(phase).toMatchObject({ phase: 'sealing', isSealing: true })
  phase.close('ticket')
  expect(phase.phase).toBe('sealing')
  sale.end()
  await sealed
  expect(phase).toMatchObject({ phase: 'idle', subject: null, isPaying: false })
})

it('goes on asking after a failure', async () => {
  const phase = usePaymentPhaseStore()
  phase.ask('debt')
  const failing = underWay()
  const sealed = phase.seal(failing.work)
  failing.fail()
  await expect(sealed).rejects.toThrow('no disk')
  expect(phase).toMatchObject({ phase: 'asking', subject: 'debt' })
})

it('is closed only by its own subject, and not replaced while it seals', async () => {
  const phase = usePaymentPhaseStore()
  phase.ask('ticket')
  phase.close('debt')
  expect(phase).toMatchObject({ phase: 'asking', subject: 'ticket' })
  const sale = underWay()
  const sealed = phase.seal(sale.work)
  phase.ask('debt')
  expect(phase).toMatchObject({ phase: 'sealing', subject: 'ticket' })
  sale.end()
  await sealed
})
