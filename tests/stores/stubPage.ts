import { vi } from 'vitest'

/** What stores ask of a page, where there is none: frames come at once, and what is reported fails the test. */
export function stubPage(): void {
  vi.stubGlobal('requestAnimationFrame', (action: () => void) => setTimeout(action))
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error
  })
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined })
}
