export interface SharedText {
  title: string
  text: string
  files?: File[]
}

/** The function by which the device hands a text to another app; undefined where it cannot. */
export function deviceShare(): ((shared: SharedText) => Promise<void>) | undefined {
  const { share } = navigator as { share?: Navigator['share'] }
  if (!share) return undefined
  return async shared => {
    try {
      await share.call(navigator, shared)
    } catch (error) {
      // Closed without choosing an app: nothing to do or to say.
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
    }
  }
}

/** Files that the device can share with a text; none where it cannot. */
export function shareableFiles(files: File[]): { files?: File[] } {
  const { canShare } = navigator as { canShare?: Navigator['canShare'] }
  return canShare?.call(navigator, { files }) ? { files } : {}
}

/** Address that opens the device's mail program with a message; `to` may be empty. */
export function mailAddress(to: string, { title, text }: SharedText): string {
  const addressee = encodeURIComponent(to).replace('%40', '@')
  const body = encodeURIComponent(text.replaceAll('\n', '\r\n'))
  return `mailto:${addressee}?subject=${encodeURIComponent(title)}&body=${body}`
}
