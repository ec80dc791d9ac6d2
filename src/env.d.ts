/** Version in package.json, put in by the build. */
declare const __TILL_VERSION__: string

/** What of the File System Access API is in Chromium alone (wicg.github.io/file-system-access). */
interface Window {
  showDirectoryPicker?: (options: {
    id: string
    mode: 'readwrite'
  }) => Promise<FileSystemDirectoryHandle>
}
