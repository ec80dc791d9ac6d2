import { base64FromBytes } from '@/core/base64'
import { idlePixels, LONGEST_JPEG, soundPicture, type IdlePicture } from '@/core/ticket/idleShow'

/** Larger files are no picture for a screen. */
const MOST_BYTES = 20 * 1024 * 1024
/** From good to poor: the first that is small enough is kept. */
const QUALITIES = [0.85, 0.7, 0.5, 0.3]
/** A picture that is too large even so has half the pixels each way. */
const SCALES = [1, 0.5, 0.25]

/**
 * A file as the picture of the customer's screen; null where the device reads no picture from it. It is
 * drawn, and written anew as a JPEG: nothing else of the file is kept, neither its place nor its date.
 */
export async function readIdlePicture(file: Blob): Promise<IdlePicture | null> {
  const picture = file.size <= MOST_BYTES && (await pictureIn(file))
  if (!picture) return null
  try {
    const whole = idlePixels(picture.width, picture.height)
    for (const scale of SCALES) {
      const width = Math.max(1, Math.round(whole.width * scale))
      const height = Math.max(1, Math.round(whole.height * scale))
      const canvas = drawn(picture, width, height)
      for (const quality of canvas ? QUALITIES : []) {
        const blob = await canvas?.convertToBlob({ type: 'image/jpeg', quality })
        const jpeg = blob && base64FromBytes(new Uint8Array(await blob.arrayBuffer()))
        if (jpeg && jpeg.length <= LONGEST_JPEG) return soundPicture({ width, height, jpeg })
      }
    }
    return null
  } finally {
    picture.close()
  }
}

function drawn(picture: ImageBitmap, width: number, height: number): OffscreenCanvas | null {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) return null
  // A JPEG has nothing see-through: white, as paper.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, width, height)
  return canvas
}

const pictureIn = (file: Blob): Promise<ImageBitmap | null> =>
  createImageBitmap(file).catch(error => {
    // What is no picture that this browser knows.
    if (error instanceof DOMException) return null
    throw error
  })
