import { vi } from 'vitest'

/** A page's storage in memory. */
export function aStorage(from: Iterable<[string, string]> = []): Storage {
  const kept = new Map(from)
  return {
    get length() {
      return kept.size
    },
    clear: () => kept.clear(),
    key: place => [...kept.keys()][place] ?? null,
    getItem: name => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: name => void kept.delete(name),
  }
}

/** Gives stores a tab's storage and the device's, both empty. */
export function stubStorages(): void {
  vi.stubGlobal('sessionStorage', aStorage())
  vi.stubGlobal('localStorage', aStorage())
}
