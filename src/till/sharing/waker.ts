/** Wakes whoever pauses, once something is wanted. */
export interface Waker {
  /** Whether something is wanted; from then on nothing is, until it is again. */
  taken: () => boolean
  want: () => void
  /** Resolves after a time, or as soon as something is wanted. */
  pause: (ms: number) => Promise<void>
}

/** Something is wanted from the beginning. */
export function makeWaker(): Waker {
  let isWanted = true
  let wake: () => void = () => undefined
  return {
    taken() {
      const was = isWanted
      isWanted = false
      return was
    },
    want() {
      isWanted = true
      wake()
    },
    pause: ms =>
      new Promise<void>(resolve => {
        const timeout = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timeout)
          resolve()
        }
        if (isWanted) wake()
      }),
  }
}
