/** Reads the codes in a camera's picture. */
export interface BarcodeReader {
  /** Codes in the current picture; none before the first picture. */
  read(video: HTMLVideoElement): Promise<string[]>
  close(): void
}
