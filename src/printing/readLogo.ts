import { dotsOfPixels, keptLogo, logoDots, type KeptLogo } from '@/core/printing/logo'

/** Larger files are photographs, which a receipt printer cannot show. */
const MOST_BYTES = 10 * 1024 * 1024

/** A file as the picture above the shop's papers; null where the device reads no picture from it. */
export async function readLogo(file: Blob): Promise<KeptLogo | null> {
  const picture = file.size <= MOST_BYTES && (await pictureIn(file))
  if (!picture) return null
  try {
    const { width, height } = logoDots(picture.width, picture.height)
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (!context) return null
    context.imageSmoothingQuality = 'high'
    context.drawImage(picture, 0, 0, width, height)
    const pixels = context.getImageData(0, 0, width, height).data
    return keptLogo(dotsOfPixels(pixels, { width, height }))
  } finally {
    picture.close()
  }
}

const pictureIn = (file: Blob): Promise<ImageBitmap | null> =>
  createImageBitmap(file).catch(error => {
    // What is no picture that this browser knows.
    if (error instanceof DOMException) return null
    throw error
  })
