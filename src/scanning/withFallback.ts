import type { BarcodeReader } from './barcodeReader'

/** The first pictures of some cameras cannot be read yet: so many failures are waited out. */
const PATIENCE = 5
/** A reader that has not answered by then never will. */
const LONGEST_READ_MS = 4_000

/**
 * A reader that is replaced by another one when it fails, within the same filming: at once where
 * the browser refuses, after some pictures where it only says that they are not ready. What fails
 * afterwards is the other reader's failure.
 */
export function withFallback(
  first: BarcodeReader,
  openOther: () => Promise<BarcodeReader>,
): BarcodeReader {
  let other: Promise<BarcodeReader> | undefined
  let failures = 0
  let isClosed = false

  async function replace(): Promise<BarcodeReader> {
    first.close()
    const opened = await openOther()
    if (isClosed) opened.close()
    return opened
  }

  return {
    async read(video) {
      if (other) return (await other).read(video)
      try {
        const codes = await inTime(first.read(video))
        failures = 0
        return codes
      } catch (error) {
        failures += 1
        if (isNotReady(error) && failures < PATIENCE) return []
        other = replace()
        return (await other).read(video)
      }
    },
    close() {
      isClosed = true
      if (!other) first.close()
      // A reader that did not open has nothing to close; its failure was told by `read`.
      else other.then(opened => opened.close()).catch(() => undefined)
    },
  }
}

const isNotReady = (error: unknown) =>
  error instanceof DOMException && error.name === 'InvalidStateError'

function inTime<Value>(reading: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the reader does not answer')), LONGEST_READ_MS)
  })
  return Promise.race([reading, late]).finally(() => clearTimeout(timer))
}
