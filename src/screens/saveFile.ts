/** Hands a text over as a download: nothing of it leaves the device. */
export function saveFile(file: { name: string; type: string; text: string }): void {
  saveBlob(file.name, new Blob([file.text], { type: `${file.type};charset=utf-8` }))
}

/** The same for a file that is no text. */
export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Once the download has begun; asked for at once, some browsers would save nothing.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
