/** Saves a text as a download: nothing of it leaves the device. */
export function saveFile(file: { name: string; type: string; text: string }): void {
  saveBlob(file.name, new Blob([file.text], { type: `${file.type};charset=utf-8` }))
}

/** Saves a file that is not text as a download. */
export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Once the download has begun: revoked at once, some browsers would save nothing.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
