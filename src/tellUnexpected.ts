import type { App as VueApp } from 'vue'
import { useProblemStore } from './stores/problem'
import { isMissingPart, useUpdateStore } from './stores/update'
import { storageFailure } from './till/openStorage'

/** Shows that something went wrong, whatever it was, and goes on. */
export function tellUnexpected(app: VueApp, beside: Worker): void {
  const problem = useProblemStore()
  const update = useUpdateStore()
  const tell = (error: unknown) => {
    const failure = storageFailure(error)
    if (failure) problem.show(failure)
    // It is told by `vite:preloadError`, or comes from the worker, which loads parts too.
    else if (isMissingPart(error)) update.noteMissingPart().catch(reportError)
    else problem.showUnexpected()
  }
  app.config.errorHandler = error => {
    reportError(error)
  }
  window.addEventListener('vite:preloadError', event => tell(event.payload))
  window.addEventListener('error', event => {
    // A ResizeObserver that needed two rounds raises an event without an error; nothing went wrong.
    if (event.error) tell(event.error)
  })
  window.addEventListener('unhandledrejection', event => tell(event.reason))
  beside.addEventListener('error', () => problem.showUnexpected())
}
