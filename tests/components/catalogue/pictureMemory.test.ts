import { afterEach, describe, expect, it, vi } from 'vitest'
import { isKept } from '@/components/catalogue/pictureMemory'

const KEPT = 'pictures/shop/1-2'

function tillWith(controller: object | null): void {
  vi.stubGlobal('navigator', { serviceWorker: { controller } })
  vi.stubGlobal('caches', {
    match: (address: string) => Promise.resolve(address === KEPT ? new Response() : undefined),
  })
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('isKept', () => {
  it('knows a picture that the till keeps and serves, and one that the shop does not have', async () => {
    tillWith({})
    expect(await isKept(KEPT)).toBe(true)
    expect(await isKept('pictures/shop/9-9')).toBe(false)
  })

  it('requests nothing while no service worker serves the page, nor where nothing can be kept', async () => {
    tillWith(null)
    expect(await isKept(KEPT)).toBe(false)
    vi.stubGlobal('navigator', {})
    expect(await isKept(KEPT)).toBe(false)
  })
})
