import type { SyncProgress } from '@/core/catalogue/syncRun'

const EVERY_MS = 200

/** Tells the page of each new step, and of the way through it no more than it can draw. */
export function sparing(
  onProgress: (progress: SyncProgress) => void,
): (progress: SyncProgress) => void {
  let step: SyncProgress['step'] | undefined
  let lastAt = 0
  return progress => {
    const now = performance.now()
    if (progress.step === step && now - lastAt < EVERY_MS) return
    step = progress.step
    lastAt = now
    onProgress(progress)
  }
}

/** Says how far something is, no more often than a page can show it. */
export function sparingly<Progress extends unknown[]>(
  onProgress: (...progress: Progress) => void,
): (...progress: Progress) => void {
  let lastAt = 0
  return (...progress) => {
    const now = performance.now()
    if (now - lastAt < EVERY_MS) return
    lastAt = now
    onProgress(...progress)
  }
}
