import * as Comlink from 'comlink'
import { BARCODE_FORMATS, MORE_FORMATS } from './barcodeFormats'
import type { BarcodeReader } from './barcodeReader'
import { detectorReader, type DetectorClass } from './detectorReader'
import type { ReaderWorker } from './readerWorker'
import { withFallback } from './withFallback'
import { fail, ok, type CameraError, type Result } from '@/core/errors'

/** The readers a device may have. */
export interface ReaderSources {
  /** The browser's own, which not every browser has. */
  detector: DetectorClass | undefined
  /** The reader that comes with the till. */
  openOwn: () => Promise<BarcodeReader>
}

/**
 * Opens the browser's own reader where it reads all the formats needed, else the till's reader in
 * WebAssembly, in a worker of its own, which is served with the till and cached from its first use
 * on. A browser's reader that fails later, whatever it promised, is replaced by the till's while
 * the camera films on.
 */
export async function openReader({ detector, openOwn }: ReaderSources = SOURCES): Promise<
  Result<BarcodeReader, CameraError>
> {
  const native = await detectorReader(detector, BARCODE_FORMATS, MORE_FORMATS)
  if (native) return ok(withFallback(native, openOwn))
  try {
    return ok(await openOwn())
  } catch (error) {
    return fail({ code: 'camera-reader-missing', detail: String(error) })
  }
}

const SOURCES: ReaderSources = {
  detector: (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector,
  openOwn: openWorkerReader,
}

/** Rejects when the reader is not on this device yet and cannot be fetched. */
async function openWorkerReader(): Promise<BarcodeReader> {
  const worker = new Worker(new URL('./readerWorker.ts', import.meta.url), { type: 'module' })
  const reader = Comlink.wrap<ReaderWorker>(worker)
  try {
    await reader.open()
  } catch (error) {
    worker.terminate()
    throw error
  }
  return {
    async read(video) {
      if (video.readyState < video.HAVE_CURRENT_DATA) return []
      const picture = await createImageBitmap(video)
      return reader.read(Comlink.transfer(picture, [picture]))
    },
    close: () => worker.terminate(),
  }
}
