import './styles/font.css'
import { createApp } from 'vue'
import { sourceOfAddress } from './core/ticket/customerAddress'
import type { ShownToCustomer } from './core/ticket/customerView'
import type { IdleShow } from './core/ticket/idleShow'
import { detectLocale, loadMessages } from './messages'
import CustomerScreen from './screens/ticket/CustomerScreen.vue'
import { listenToRoom } from './till/ticket/listenToRoom'
import { listenToTab } from './till/ticket/listenToTab'

type OnShown = (shown: ShownToCustomer | null) => void
type OnIdle = (idle: IdleShow) => void

/** Shows the customer's screen in this page: no till is opened in it. */
export async function showCustomerScreen(): Promise<void> {
  const messages = await loadMessages(detectLocale(navigator.languages))
  const source = sourceOfAddress(location.hash)
  const listen = (onShown: OnShown, onIdle: OnIdle) => {
    if (source.kind === 'browser') return listenToTab(source.space, onShown, onIdle)
    if (source.kind === 'room') return listenFromElsewhere(source.room, onShown, onIdle)
    return () => undefined
  }
  createApp(CustomerScreen, { listen, isNowhere: source.kind === 'no-room' })
    .use(messages)
    .mount('#app')
  // Another address shows another till, or opens one.
  window.addEventListener('hashchange', () => location.reload())
}

function listenFromElsewhere(room: string, onShown: OnShown, onIdle: OnIdle): () => void {
  const left = new AbortController()
  listenToRoom({
    room,
    pageAddress: new URL('./', document.baseURI).href,
    onShown,
    onIdle,
    signal: left.signal,
    rest: restUnlessBack,
  }).catch(reportError)
  return () => left.abort()
}

/** Waits so long, or until the network or the page is back. */
function restUnlessBack(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(late)
      window.removeEventListener('online', end)
      document.removeEventListener('visibilitychange', end)
      resolve()
    }
    const late = setTimeout(end, milliseconds)
    window.addEventListener('online', end)
    document.addEventListener('visibilitychange', end)
  })
}
