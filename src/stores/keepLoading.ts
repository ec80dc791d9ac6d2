const TRY_AGAIN_MS = 15_000

/**
 * Loads a part of the till, and tries again until it comes: on a first visit the network may go
 * before all of the till is kept on the device.
 */
export async function keepLoading<Part>(load: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await load()
    } catch {
      // That it is missing is told on the page, by `tellUnexpected`.
      await new Promise(resolve => setTimeout(resolve, TRY_AGAIN_MS))
    }
  }
}
