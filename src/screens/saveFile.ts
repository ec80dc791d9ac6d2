/** Hands a text over as a download: nothing of it leaves the device. */
export function saveFile(file: { name: string; type: string; text: string }): void {
  saveBlob(file.name, new Blob([file.text], { type: `${file.type};charset=utf-8` }))
}

/** Hands any file over as a download. */
export function saveBlob(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Once the download has begun; asked for at once, some browsers would save nothing.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
