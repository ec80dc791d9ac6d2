/** Whether the browser protects the till's storage, and how much room is left. */
export interface StorageState {
  /** Null where the browser does not say. */
  persisted: boolean | null
  usedBytes: number | null
  quotaBytes: number | null
}

/** Reads what the browser says about its storage, without asking for anything. */
export async function readStorageState(): Promise<StorageState> {
  // Typed as always there, but absent outside https and localhost.
  const storage = navigator.storage as StorageManager | undefined
  if (!storage) return { persisted: null, usedBytes: null, quotaBytes: null }
  const [persisted, { usage, quota }] = await Promise.all([storage.persisted(), storage.estimate()])
  return { persisted, usedBytes: usage ?? null, quotaBytes: quota ?? null }
}

/**
 * Asks the browser never to clear the till's storage (R24). A browser may grant it silently, ask
 * the person, or refuse; the returned state says which.
 */
export async function askToPersist(): Promise<StorageState> {
  const storage = navigator.storage as StorageManager | undefined
  if (storage && !(await storage.persisted())) await storage.persist()
  return readStorageState()
}
