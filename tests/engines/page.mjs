// A page of the till in whichever engine drives it: what a person sees, taps and types.
import { writeFileSync } from 'node:fs'
import { Refusal } from './commands.mjs'

const PATIENCE_MS = 20_000
/** What WebDriver calls a reference to an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
/** Refusals that end by themselves, as the page moves on. */
const PASSING = new Set([
  'stale element reference',
  'element click intercepted',
  'element not interactable',
  // A script that was running as the page went.
  'javascript error',
])

/** A refusal that ends by itself; anything else is thrown on. */
function isPassing(error) {
  if (error instanceof Refusal && PASSING.has(error.error)) return true
  throw error
}

/** Selector of a test id; one that ends in `*` names all that begin so. */
export const byId = testId =>
  testId.endsWith('*') ? `[data-testid^="${testId.slice(0, -1)}"]` : `[data-testid="${testId}"]`

/** Tries until it answers with something; says what was waited for where that never comes. */
export async function until(what, ask, patienceMs = PATIENCE_MS) {
  const end = Date.now() + patienceMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

/** Everything is sought by test id or selector, and is what is visible; of several, the last. */
export function openPage(browser, origin) {
  /** Runs a function in the page, with what it is given; it may be asynchronous. */
  async function ask(what, ...given) {
    const script = `
      const done = arguments[arguments.length - 1]
      Promise.resolve((${what})(...arguments[0])).then(
        value => done({ value }), error => done({ error: String(error && error.stack || error) }))`
    const { value, error } = await browser.command('run', { script, args: [given] })
    if (error) throw new Error(error)
    return value
  }

  const shown = async selector =>
    (await browser.command('run', {
      script: `
        const done = arguments[arguments.length - 1]
        done([...document.querySelectorAll(arguments[0])].filter(one =>
          one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 0))`,
      args: [selector],
    })) ?? []

  async function count(testId) {
    return (await shown(byId(testId))).length
  }

  /** Waits until it is there; the first or the last of all. */
  async function see(testId, { first = false } = {}) {
    const all = await until(testId, async () => {
      const found = await shown(byId(testId))
      return found.length > 0 && found
    })
    return all.at(first ? 0 : -1)[ELEMENT]
  }

  /** Tries an act again where the page was moving. */
  async function patiently(what, act) {
    await until(what, async () => {
      try {
        await act()
        return true
      } catch (error) {
        return isPassing(error) && false
      }
    })
  }

  const tap = (testId, which) =>
    patiently(`a tap on ${testId}`, async () =>
      browser.command('click', { id: await see(testId, which) }),
    )

  const fill = (testId, text) =>
    patiently(`${testId} to be filled`, async () => {
      const id = await see(testId)
      await browser.command('clear', { id })
      if (text) await browser.command('type', { id, text, value: [...text] })
    })

  const read = async (testId, which) => {
    await see(testId, which)
    return ask(
      (selector, first) => {
        const all = [...document.querySelectorAll(selector)].filter(one => one.checkVisibility())
        return (first ? all[0] : all.at(-1))?.textContent.replaceAll(/\s+/g, ' ').trim() ?? ''
      },
      byId(testId),
      which?.first ?? false,
    )
  }

  return {
    ask,
    count,
    fill,
    read,
    see,
    tap,
    /** Goes to a screen of the till, or anew to the page itself. */
    go: route => browser.command('go', { url: `${origin}/${route}` }),
    /** As the button of the browser does: a tool's own reload passes the service worker by in Firefox. */
    async reload() {
      await ask(() => {
        globalThis.isBeforeReload = true
        setTimeout(() => location.reload(), 50)
      })
      const isNew = () => document.readyState === 'complete' && !globalThis.isBeforeReload
      await until('the page, anew', () => ask(isNew).catch(error => isPassing(error) && false))
    },
    /** Waits until a text is on it. */
    says: (testId, text) =>
      until(`${testId} to say “${text}”`, async () => (await read(testId)).includes(text)),
    /** Keys one after the other, as a scanner presses them. */
    async press(keys, gapMs) {
      const actions = keys.flatMap(value => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
        { type: 'pause', duration: gapMs },
      ])
      await browser.command('act', { actions: [{ type: 'key', id: 'keys', actions }] })
      await browser.command('release', {})
    },
    picture: async path =>
      writeFileSync(path, Buffer.from(await browser.command('picture', { full: false }), 'base64')),
    /** Sets the size of the page, and waits until the till has it. */
    async resize(width, height) {
      await browser.resize(width, height)
      await until(`a width of ${width}`, async () => (await ask(() => innerWidth)) === width)
    },
  }
}
