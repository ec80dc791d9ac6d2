import * as Comlink from 'comlink'
import { BARCODE_FORMATS, type BarcodeFormat } from './barcodeFormats'
import type { ReaderWorker } from './readerWorker'
import { fail, ok, type CameraError, type Result } from '@/core/errors'

/** Reads the codes in what a camera films. */
export interface BarcodeReader {
  /** Codes in the picture shown now; none before there is one. */
  read(video: HTMLVideoElement): Promise<string[]>
  close(): void
}

/** The part of the browser's own detector that is used; not every browser has one. */
interface NativeDetector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
interface NativeDetectorClass {
  new (options: { formats: readonly BarcodeFormat[] }): NativeDetector
  getSupportedFormats(): Promise<string[]>
}

/**
 * The browser's own reader where it reads what shops have, else one in WebAssembly, in a worker
 * of its own: it comes with the till and is kept from its first use on.
 */
export async function openReader(): Promise<Result<BarcodeReader, CameraError>> {
  const native = await nativeReader()
  if (native) return ok(native)
  const worker = new Worker(new URL('./readerWorker.ts', import.meta.url), { type: 'module' })
  const reader = Comlink.wrap<ReaderWorker>(worker)
  try {
    await reader.open()
  } catch (error) {
    worker.terminate()
    return fail({ code: 'camera-reader-missing', detail: String(error) })
  }
  return ok({
    async read(video) {
      const picture = await onceFilmed(video, () => createImageBitmap(video))
      return picture ? reader.read(Comlink.transfer(picture, [picture])) : []
    },
    close: () => worker.terminate(),
  })
}

/** What is made of the picture shown now; undefined between two, and while a camera warms up. */
async function onceFilmed<T>(
  video: HTMLVideoElement,
  make: () => Promise<T>,
): Promise<T | undefined> {
  if (video.readyState < video.HAVE_CURRENT_DATA) return undefined
  try {
    return await make()
  } catch (error) {
    // The first pictures of some cameras cannot be had yet; the next one is tried soon.
    if (error instanceof DOMException && error.name === 'InvalidStateError') return undefined
    throw error
  }
}

async function nativeReader(): Promise<BarcodeReader | undefined> {
  const { BarcodeDetector } = window as { BarcodeDetector?: NativeDetectorClass }
  const formats = (await BarcodeDetector?.getSupportedFormats()) ?? []
  if (!BarcodeDetector || !BARCODE_FORMATS.every(format => formats.includes(format)))
    return undefined
  const detector = new BarcodeDetector({ formats: BARCODE_FORMATS })
  return {
    async read(video) {
      const found = await onceFilmed(video, () => detector.detect(video))
      return (found ?? []).map(({ rawValue }) => rawValue)
    },
    close: () => undefined,
  }
}
