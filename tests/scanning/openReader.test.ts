import { expect, it, vi } from 'vitest'
import type { BarcodeReader } from '@/scanning/barcodeReader'
import { openReader } from '@/scanning/openReader'
import type { DetectorClass } from '@/scanning/detectorReader'

const FORMATS = ['ean_13', 'ean_8', 'upc_a', 'code_128', 'qr_code', 'upc_e']
const video = { readyState: 4, HAVE_CURRENT_DATA: 2 } as HTMLVideoElement
const rejected = () => Promise.reject(new DOMException('no service', 'NotSupportedError'))

interface Native {
  formats?: () => Promise<string[]>
  construct?: () => void
  detect?: () => Promise<{ rawValue: string }[]>
}

function nativeDetector({ formats, construct, detect }: Native): DetectorClass {
  return class {
    static getSupportedFormats = formats ?? (() => Promise.resolve(FORMATS))

    constructor() {
      construct?.()
    }

    detect = detect ?? (() => Promise.resolve([{ rawValue: 'native' }]))
  }
}

function ownReader() {
  const close = vi.fn()
  const openOwn = vi.fn((): Promise<BarcodeReader> => {
    return Promise.resolve({ read: () => Promise.resolve(['own']), close })
  })
  return { openOwn, close }
}

async function opened(native: DetectorClass | undefined, openOwn: () => Promise<BarcodeReader>) {
  const reader = await openReader({ detector: native, openOwn })
  if (!reader.ok) throw new Error(JSON.stringify(reader.error))
  return reader.value
}

it('reads with the browser where its reader works', async () => {
  const { openOwn } = ownReader()
  const reader = await opened(nativeDetector({}), openOwn)
  expect(await reader.read(video)).toEqual(['native'])
  expect(openOwn).not.toHaveBeenCalled()
})

it.each<[string, Native | undefined]>([
  ['is missing', undefined],
  ['cannot say its formats', { formats: rejected }],
  ['lacks a format', { formats: () => Promise.resolve(['qr_code']) }],
  [
    'does not open',
    {
      construct: () => {
        throw new TypeError('no service')
      },
    },
  ],
  ['rejects every picture', { detect: rejected }],
])('reads with its own reader where the browser’s %s', async (_what, native) => {
  const { openOwn } = ownReader()
  const reader = await opened(native && nativeDetector(native), openOwn)
  expect(await reader.read(video)).toEqual(['own'])
  expect(await reader.read(video)).toEqual(['own'])
  expect(openOwn).toHaveBeenCalledTimes(1)
})

it('goes on with its own reader where the browser’s fails in the midst of filming', async () => {
  const { openOwn, close } = ownReader()
  let pictures = 0
  const detect = () => {
    pictures += 1
    return pictures > 3 ? rejected() : Promise.resolve([{ rawValue: 'native' }])
  }
  const reader = await opened(nativeDetector({ detect }), openOwn)
  const seen: string[][] = []
  for (let at = 0; at < 5; at += 1) seen.push(await reader.read(video))
  expect(seen.flat()).toEqual(['native', 'native', 'native', 'own', 'own'])
  reader.close()
  await vi.waitFor(() => expect(close).toHaveBeenCalled())
})

it('waits for a camera whose first pictures are not ready, but not for ever', async () => {
  const { openOwn } = ownReader()
  const notReady = () => Promise.reject(new DOMException('not yet', 'InvalidStateError'))
  let pictures = 0
  const detect = () =>
    (pictures += 1) > 2 ? Promise.resolve([{ rawValue: 'native' }]) : notReady()
  const reader = await opened(nativeDetector({ detect }), openOwn)
  expect(await reader.read(video)).toEqual([])
  expect(await reader.read(video)).toEqual([])
  expect(await reader.read(video)).toEqual(['native'])

  const never = await opened(nativeDetector({ detect: notReady }), openOwn)
  const seen: string[][] = []
  for (let at = 0; at < 6; at += 1) seen.push(await never.read(video))
  expect(seen.flat()).toEqual(['own', 'own'])
})

it('goes on where the browser’s reader never answers', async () => {
  vi.useFakeTimers()
  try {
    const { openOwn } = ownReader()
    const detect = () => new Promise<never>(() => undefined)
    const reader = await opened(nativeDetector({ detect }), openOwn)
    const reading = reader.read(video)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await reading).toEqual(['own'])
  } finally {
    vi.useRealTimers()
  }
})

it('says so where no reader works', async () => {
  const openOwn = () => Promise.reject(new Error('offline'))
  const none = await openReader({ detector: undefined, openOwn })
  expect(none).toMatchObject({ ok: false, error: { code: 'camera-reader-missing' } })
  const reader = await opened(nativeDetector({ detect: rejected }), openOwn)
  await expect(reader.read(video)).rejects.toThrow('offline')
})
