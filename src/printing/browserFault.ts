/** The name of what a browser threw for a device; '' for anything else. */
export const faultName = (error: unknown): string =>
  error instanceof DOMException ? error.name : ''

/** Null where the person closed the browser's list of devices; anything else goes on. */
export function notChosen(error: unknown): null {
  if (faultName(error) === 'NotFoundError') return null
  throw error
}

/** Whether a request had no answer: no network, too late, refused, or a page in place of an answer. */
export const isNoAnswer = (error: unknown): boolean =>
  error instanceof TypeError ||
  error instanceof SyntaxError ||
  error instanceof DOMException ||
  (error instanceof Error && ['HTTPError', 'TimeoutError'].includes(error.name))
