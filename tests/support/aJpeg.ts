/** The smallest JPEG of this size in bytes: 8 by 8 pixels of whatever, from its start to its end. */
export function aJpeg(bytes = 64): Uint8Array<ArrayBuffer> {
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]
  const picture = new Uint8Array(bytes)
  picture.set([0xff, 0xd8, ...frame, ...scan])
  picture.set([0xff, 0xd9], bytes - 2)
  return picture
}
