import type { Remote } from 'comlink'
import type { TillWorker } from '@/worker/worker'

type OpenedDevices = Awaited<ReturnType<Remote<TillWorker>['openDevices']>>

/** By the worker that opened them. */
const opened = new WeakMap<object, Promise<OpenedDevices>>()

/**
 * What the worker does with the shop's devices, opened once and held for as long as the page is open:
 * the answer to a call is lost when what it was called on is collected meanwhile.
 */
export function openedDevices(worker: Remote<TillWorker>): Promise<OpenedDevices> {
  const before = opened.get(worker)
  if (before) return before
  const opening = worker.openDevices()
  opened.set(worker, opening)
  // Its part was not on the device: asked again, it may be.
  opening.catch(() => opened.delete(worker))
  return opening
}
