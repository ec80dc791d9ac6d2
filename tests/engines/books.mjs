// The books of a till, read from the disk itself, not from its screens.

/** Entries of the demo's journal, oldest first. */
export const entriesOf = page =>
  page.ask(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('comptoir-till-demo')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const all = opening.result.transaction('journal').objectStore('journal').getAll()
          all.addEventListener('success', () => {
            opening.result.close()
            resolve(all.result.sort((a, b) => a.number - b.number))
          })
        })
      }),
  )
