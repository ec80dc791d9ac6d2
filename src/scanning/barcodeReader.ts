import * as Comlink from 'comlink'
import { BARCODE_FORMATS, type BarcodeFormat } from './barcodeFormats'
import type { ReaderWorker } from './readerWorker'
import { fail, ok, type CameraError, type Result } from '@/core/errors'

/** Reads the codes in a camera's picture. */
export interface BarcodeReader {
  /** Codes in the current picture; none before the first picture. */
  read(video: HTMLVideoElement): Promise<string[]>
  close(): void
}

/** The part used of the browser's BarcodeDetector, which not every browser has. */
interface NativeDetector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
interface NativeDetectorClass {
  new (options: { formats: readonly BarcodeFormat[] }): NativeDetector
  getSupportedFormats(): Promise<string[]>
}

/**
 * Opens the browser's own reader where it reads all the formats needed; else a reader in
 * WebAssembly, in a worker of its own. The latter is served with the till and cached from its first
 * use on.
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

/**
 * Applies `make` to the current picture; undefined between two pictures, and while a camera starts.
 */
async function onceFilmed<T>(
  video: HTMLVideoElement,
  make: () => Promise<T>,
): Promise<T | undefined> {
  if (video.readyState < video.HAVE_CURRENT_DATA) return undefined
  try {
    return await make()
  } catch (error) {
    // The first pictures of some cameras cannot be read yet; the next picture is tried soon.
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
