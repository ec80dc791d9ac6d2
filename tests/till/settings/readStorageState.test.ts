import { afterEach, expect, it, vi } from 'vitest'
import { askToPersist, readStorageState } from '@/till/settings/readStorageState'

afterEach(() => vi.unstubAllGlobals())

/** A browser with such a `navigator.storage`. */
const browserWith = (storage: unknown) => vi.stubGlobal('navigator', { storage })

it('says what the browser says', async () => {
  browserWith({
    persisted: () => Promise.resolve(true),
    estimate: () => Promise.resolve({ usage: 3, quota: 10 }),
  })
  expect(await readStorageState()).toEqual({ persisted: true, usedBytes: 3, quotaBytes: 10 })
})

it('asks Safari 16.4 to protect the storage, which does not tell of the room', async () => {
  let isPersisted = false
  browserWith({
    persisted: () => Promise.resolve(isPersisted),
    persist: () => Promise.resolve((isPersisted = true)),
  })
  expect(await readStorageState()).toEqual({
    persisted: false,
    usedBytes: null,
    quotaBytes: null,
  })
  expect((await askToPersist()).persisted).toBe(true)
})

it.each([[undefined], [{}]])('says nothing where the browser has none of it: %j', async storage => {
  browserWith(storage)
  const unknown = { persisted: null, usedBytes: null, quotaBytes: null }
  expect(await readStorageState()).toEqual(unknown)
  expect(await askToPersist()).toEqual(unknown)
})
