import './styles/index.css'
import { detectLocale, loadLanguage } from './messages/languages'
import type { Opening } from './opening'
import { untilPainted } from './stores/untilPainted'
import { untilWanted } from './stores/untilWanted'

start().catch(reportError)

/**
 * Shows the welcome of a first visit, or nothing yet; then loads the till and opens it. The till
 * opens itself in place of what is shown. This file is small: all it imports comes before anything
 * else does.
 */
async function start(): Promise<void> {
  const { dataset } = document.documentElement
  // `opening.js` has told why: a browser too old, or a file that is missing.
  if ('stopped' in dataset) return
  dataset.started = ''
  try {
    if (location.hash.startsWith('#/afficheur')) return await customerScreen()
    // `opening.js` knows whether it is a first visit.
    await ('first' in dataset ? welcome() : open())
  } catch (error) {
    await stop(error)
  }
}

/** Shows the welcome, and opens the till once someone wants it, or after a while. */
async function welcome(): Promise<void> {
  await untilPainted()
  // Beside the rest: it is needed as soon.
  loadLanguage(detectLocale(navigator.languages)).catch(() => undefined)
  const { showOpening } = await import('./opening')
  const opening = showOpening()
  await opening.welcome()
  await untilWanted()
  await open(opening)
}

/** The second screen, which the customer sees: a page with no till in it. */
async function customerScreen(): Promise<void> {
  const { showCustomerScreen } = await import('./customerScreen')
  await showCustomerScreen()
}

async function open(shown?: Opening): Promise<void> {
  const [till, { showOpening }] = await Promise.all([import('./open'), import('./opening')])
  await till.open(shown ?? showOpening())
}

/**
 * A part of the till did not come: the page says so. Where not even that page comes, the one in
 * `stopped.js` does, which needs no other file.
 */
async function stop(error: unknown): Promise<void> {
  window.addEventListener('online', () => location.reload(), { once: true })
  const detail = error instanceof Error ? error.message : ''
  try {
    const { showOpening } = await import('./opening')
    await showOpening().tell({ cause: 'part-missing', detail })
  } catch {
    document.documentElement.dataset.stopped = 'part'
    const script = document.createElement('script')
    script.src = 'stopped.js'
    document.head.append(script)
  }
}
