import './styles/index.css'
import { showOpening, type Opening } from './opening'
import { untilPainted } from './stores/untilPainted'
import { readSpace, wasConnected } from './till/settings/chooseSpace'

start().catch(reportError)

/**
 * Shows the welcome of a first visit, or nothing yet; then loads the till and opens it. The till
 * opens itself in place of what is shown.
 */
async function start(): Promise<void> {
  const { dataset } = document.documentElement
  // `opening.js` has told why: a browser too old, or a file that is missing.
  if ('stopped' in dataset) return
  dataset.started = ''
  const opening = showOpening()
  try {
    if (isFirstVisit()) await opening.welcome().then(untilPainted)
    const { open } = await import('./open')
    await open(opening)
  } catch (error) {
    await stop(opening, error)
  }
}

/**
 * A part of the till did not come: the page says so. Where not even that page comes, the one in
 * `stopped.js` does, which needs no other file.
 */
async function stop(opening: Opening, error: unknown): Promise<void> {
  const detail = error instanceof Error ? error.message : ''
  await opening.tell({ cause: 'part-missing', detail }).catch(() => {
    document.documentElement.dataset.stopped = 'part'
    const script = document.createElement('script')
    script.src = 'stopped.js'
    document.head.append(script)
  })
}

/** Whether nothing of a till is known here: no shop, no demo, no copy of the till. */
function isFirstVisit(): boolean {
  const isKept = 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null
  if (isKept || !/^(?:#\/?(?:sell|welcome)?)?$/.test(location.hash)) return false
  try {
    return !wasConnected(localStorage) && readSpace(localStorage) === 'shop'
  } catch {
    // A browser that keeps nothing: the till says so when it opens.
    return false
  }
}
