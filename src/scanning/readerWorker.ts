import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import * as Comlink from 'comlink'
import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { BARCODE_FORMATS, MORE_FORMATS } from './barcodeFormats'

/** Reads codes in pictures, off the main thread, where the browser has no reader of its own. */
const readerWorker = {
  /** Rejects when the reader is not on this device yet and cannot be fetched. */
  async open(): Promise<void> {
    // The till's own copy: by default, the package fetches one from a public CDN.
    await prepareZXingModule({
      overrides: { locateFile: () => new URL(wasmAddress, import.meta.url).href },
      fireImmediately: true,
    })
  },

  async read(picture: ImageBitmap): Promise<string[]> {
    const detector = new BarcodeDetector({ formats: [...BARCODE_FORMATS, ...MORE_FORMATS] })
    const found = await detector.detect(picture)
    picture.close()
    return found.map(({ rawValue }) => rawValue)
  },
}

export type ReaderWorker = typeof readerWorker

Comlink.expose(readerWorker)
