/** Whether the browser protects the till's storage, and how much room is left. */
export interface StorageState {
  /** Null where the browser does not say. */
  persisted: boolean | null
  usedBytes: number | null
  quotaBytes: number | null
}

/** Reads what the browser says about its storage, without asking for anything. */
export async function readStorageState(): Promise<StorageState> {
  const storage = storageHere()
  const [persisted, room] = await Promise.all([storage.persisted?.(), storage.estimate?.()])
  return {
    persisted: persisted ?? null,
    usedBytes: room?.usage ?? null,
    quotaBytes: room?.quota ?? null,
  }
}

/**
 * Asks the browser never to clear the till's storage (R24). A browser may grant it silently, ask
 * the person, or refuse; the returned state says which.
 */
export async function askToPersist(): Promise<StorageState> {
  const storage = storageHere()
  if (!(await storage.persisted?.())) await storage.persist?.()
  return readStorageState()
}

/**
 * What there is of it, typed as always there: none outside https and localhost, and Safari, which
 * protects since 15.2, tells of the room since 17 only.
 */
const storageHere = (): Partial<StorageManager> => navigator.storage ?? {}
