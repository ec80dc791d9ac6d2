import { zipSync, type Zippable } from 'fflate'

/**
 * Replaces fflate's asynchronous zip where a workbook is written. It runs at once: the till is
 * already in its own worker there, and needs no second one.
 */
export function zip(
  files: Zippable,
  onDone: (error: Error | null, archive: Uint8Array<ArrayBuffer>) => void,
): void {
  onDone(null, zipSync(files))
}
