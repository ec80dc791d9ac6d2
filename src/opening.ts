import { createApp, shallowRef, type App as VueApp, type Component, type Plugin } from 'vue'
import type { OpeningFault } from '@/core/openingFault'
import FirstWelcome from './FirstWelcome.vue'
import { detectLocale, loadMessages } from './messages'
import type { Locale } from './messages/format'
import { hasTillServer } from './till/catalogue/tillServer'

/** The page that says why the till does not open is shown once nothing answers for so long. */
const ANSWER_WITHIN_MS = 10_000
/** How long the welcome waits to know whether there is a demo shop. */
const SERVER_WITHIN_MS = 500

/** What a person asked of the first visit's page before the till was there to do it. */
interface Wished {
  demo?: true
  /** Null for the device's own. */
  language?: Locale | null
}

export interface FirstWish {
  readonly current: Wished
  tell: (wished: Wished) => void
}

/** What the page shows until the till is mounted: the welcome, or why the till does not open. */
export interface Opening {
  wish: FirstWish
  /** Shows the welcome of a first visit. */
  welcome: () => Promise<void>
  /** The till is loaded: from now on it answers soon, or the page says that it does not. */
  expect: () => void
  tell: (fault: OpeningFault) => Promise<void>
  end: () => void
}

export function showOpening(): Opening {
  let shown: VueApp | undefined
  let isOver = false
  let hasFault = false
  let late: ReturnType<typeof setTimeout> | undefined
  const wish = makeWish()

  function show(page: Component, props: Record<string, unknown>, texts: Plugin): void {
    shown?.unmount()
    shown = createApp(page, props).use(texts)
    shown.mount('#app')
  }

  async function welcome(): Promise<void> {
    const hasDemo = shallowRef(false)
    const server = hasTillServer(fetch.bind(globalThis), new URL('./', document.baseURI).href)
    const known = server.then(has => void (hasDemo.value = has))
    // Asked meanwhile, so that nothing moves once the welcome is shown.
    const soon = Promise.race([
      known,
      new Promise(resolve => setTimeout(resolve, SERVER_WITHIN_MS)),
    ])
    const [texts] = await Promise.all([loadMessages(detectLocale(navigator.languages)), soon])
    if (!isOver && !hasFault) show(FirstWelcome, { wish, hasDemo }, texts)
  }

  function expect(): void {
    late = setTimeout(() => void tell({ cause: 'silent', detail: '' }), ANSWER_WITHIN_MS)
  }

  async function tell(fault: OpeningFault): Promise<void> {
    clearTimeout(late)
    hasFault = true
    const [{ default: NotOpenedPage }, texts] = await Promise.all([
      import('./screens/NotOpened.vue'),
      loadMessages(detectLocale(navigator.languages)),
    ])
    if (!isOver) show(NotOpenedPage, { fault }, texts)
  }

  function end(): void {
    clearTimeout(late)
    isOver = true
    shown?.unmount()
  }

  return { wish, welcome, expect, tell, end }
}

function makeWish(): FirstWish {
  let current: Wished = {}
  return {
    get current() {
      return current
    },
    tell: wished => (current = { ...current, ...wished }),
  }
}
