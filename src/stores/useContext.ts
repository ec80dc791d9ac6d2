import type { Remote } from 'comlink'
import { inject, type App, type InjectionKey } from 'vue'
import { assert } from '@/core/assert'
import type { TillContext } from '@/till/context'
import type { TillWorker } from '@/worker/worker'

const TILL: InjectionKey<TillContext> = Symbol('till')
const WORKER: InjectionKey<Remote<TillWorker>> = Symbol('worker')

/** Gives the stores what `main.ts` opened; a test gives its own. */
export function provideContext(app: App, context: TillContext, worker: Remote<TillWorker>): void {
  app.provide(TILL, context)
  app.provide(WORKER, worker)
}

/** The till of this page. Stores pass it on to actions, they never open it. */
export function useContext(): TillContext {
  const context = inject(TILL)
  assert(context !== undefined, 'the till is provided before a store is used')
  return context
}

/** The worker beside this page: sync and search run there, off the main thread. */
export function useWorker(): Remote<TillWorker> {
  const worker = inject(WORKER)
  assert(worker !== undefined, 'the worker is provided before a store is used')
  return worker
}
