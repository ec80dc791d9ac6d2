import type { BarcodeFormat } from './barcodeFormats'
import type { BarcodeReader } from './barcodeReader'

/** The part used of the browser's BarcodeDetector. */
export interface DetectorClass {
  new (options: { formats: readonly BarcodeFormat[] }): {
    detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
  }
  getSupportedFormats(): Promise<string[]>
}

/**
 * The browser's own reader; undefined where there is none, where it does not read every format
 * needed, or where it fails to say so or to open: some devices lack the service behind it.
 */
export async function detectorReader(
  Detector: DetectorClass | undefined,
  needed: readonly BarcodeFormat[],
  welcome: readonly BarcodeFormat[],
): Promise<BarcodeReader | undefined> {
  if (!Detector) return undefined
  try {
    const supported = await Detector.getSupportedFormats()
    if (!needed.every(format => supported.includes(format))) return undefined
    const formats = [...needed, ...welcome.filter(format => supported.includes(format))]
    const detector = new Detector({ formats })
    return {
      async read(video) {
        if (video.readyState < video.HAVE_CURRENT_DATA) return []
        return (await detector.detect(video)).map(({ rawValue }) => rawValue)
      },
      close: () => undefined,
    }
  } catch {
    // The till's own reader takes its place: nothing is lost but its speed.
    return undefined
  }
}
