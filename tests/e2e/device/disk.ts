import type { Page } from '@playwright/test'

const DATABASES = { till: 'comptoir-till', catalogue: 'comptoir-catalogue' }

interface Store {
  of: keyof typeof DATABASES
  store: string
  /** The demo's books by default. */
  books?: 'demo' | 'shop'
}

/** All rows of a store of the till, read from the disk itself, in the order of their keys. */
export const rowsOf = <Row>(page: Page, from: Store): Promise<Row[]> =>
  ask(page, from, 'getAll') as Promise<Row[]>

/** All keys of a store of the till, in their order. */
export const keysOf = <Key>(page: Page, from: Store): Promise<Key[]> =>
  ask(page, from, 'getAllKeys') as Promise<Key[]>

/** Puts one question to a store, by a connection of its own. */
function ask(
  page: Page,
  { of, store, books = 'demo' }: Store,
  question: 'getAll' | 'getAllKeys',
): Promise<unknown> {
  const database = books === 'demo' ? `${DATABASES[of]}-demo` : DATABASES[of]
  return page.evaluate(
    ([name, storeName, method]) =>
      new Promise<unknown>((resolve, reject) => {
        const opening = indexedDB.open(name)
        const fail = (request: IDBRequest) => () => reject(new Error(String(request.error)))
        opening.addEventListener('error', fail(opening))
        opening.addEventListener('success', () => {
          const asked = opening.result.transaction(storeName).objectStore(storeName)[method]()
          asked.addEventListener('error', fail(asked))
          asked.addEventListener('success', () => {
            opening.result.close()
            resolve(asked.result)
          })
        })
      }),
    [database, store, question] as const,
  )
}
