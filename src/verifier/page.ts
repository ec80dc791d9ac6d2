import { anchorsIn, fingerprintIn } from './anchor'
import { openSignatureThreads } from './signatureThreads'
import { checkArchive, reportTooLarge } from './checkArchive'
import { ENGLISH } from './english'
import { FRENCH } from './french'
import { newestFirst } from './manifest'
import { readArchive } from './readArchive'
import type { Report } from './report'
import { factLines, fill, languageOf, sentenceOf, verdictOf, type Texts } from './texts'

/**
 * The verifier as a page that works from a disk, without a network: no file leaves it. It uses plain
 * DOM elements, because it shares no code with the till.
 */
const LANGUAGES = { fr: FRENCH, en: ENGLISH }
let texts: Texts = LANGUAGES[languageOf(navigator.language)]
let shown: Report | null = null

const main = document.getElementById('main') ?? document.body
const known = element('textarea', { id: 'known', 'data-testid': 'known', spellcheck: 'false' })
const result = element('section', { class: 'card', 'aria-live': 'polite', 'data-testid': 'result' })
const file = element('input', {
  type: 'file',
  accept: '.zip',
  multiple: '',
  'data-testid': 'archive',
})
file.addEventListener('change', () => {
  void check([...(file.files ?? [])])
  // Lets the same file be chosen again, now with an anchor.
  file.value = ''
})

document.addEventListener('dragover', event => {
  event.preventDefault()
  document.body.classList.add('over')
})
document.addEventListener('dragleave', () => document.body.classList.remove('over'))
document.addEventListener('drop', event => {
  event.preventDefault()
  document.body.classList.remove('over')
  void check([...(event.dataTransfer?.files ?? [])])
})
draw()

/** Checks the archive, with those of earlier codes of the same till, if given. */
async function check(chosen: readonly File[]): Promise<void> {
  const files = await Promise.all(chosen.map(readArchive))
  const read = files.filter(file => file !== undefined)
  const [bytes, ...earlier] = newestFirst(read)
  shown = read.length < files.length ? reportTooLarge() : null
  if (shown) draw()
  if (!bytes || shown) return
  const { beginProofs, close } = await openSignatureThreads(workerHere)
  shown = await checkArchive(bytes, {
    beginProofs,
    earlier,
    anchors: anchorsIn(known.value),
    fingerprint: fingerprintIn(known.value),
    onProgress: (done, count) => {
      const text = fill(texts.checking, { done: String(done), count: String(count) })
      result.replaceChildren(element('p', {}, text))
      result.hidden = false
    },
  })
  close()
  draw()
}

/** The worker's script is a text in the page: a page on a disk can load no other file. */
function workerHere(): Worker {
  const script = document.getElementById('beside')?.textContent ?? ''
  return new Worker(URL.createObjectURL(new Blob([script])))
}

function draw(): void {
  document.documentElement.lang = texts === ENGLISH ? 'en' : 'fr'
  document.title = texts.title
  const label = element('label', { class: 'file' }, `${texts.choose} ${texts.drop}`)
  label.append(file)
  main.replaceChildren(
    languages(),
    element('h1', {}, texts.title),
    element('p', { class: 'muted' }, texts.lead),
    card(
      element('label', { for: 'known' }, texts.known),
      known,
      element('p', { class: 'muted' }, texts.knownHint),
      label,
    ),
    result,
  )
  result.hidden = shown === null
  if (shown) result.replaceChildren(...reportOf(shown))
}

function reportOf(report: Report): HTMLElement[] {
  const { faults, moreFaults, notes, isSound } = report
  const verdict = element('p', {
    class: `verdict verdict--${isSound ? 'good' : 'bad'}`,
    'data-testid': isSound ? 'sound' : 'unsound',
  })
  verdict.textContent = verdictOf(report, texts)
  const more = moreFaults > 0 ? [fill(texts.more, { count: String(moreFaults) })] : []
  const about = element('dl')
  for (const [name, value] of factLines(report, texts)) {
    const pair = element('div')
    pair.append(element('dt', {}, name), element('dd', {}, value))
    about.append(pair)
  }
  return [
    verdict,
    ...listOf(texts.faults, [...faults.map(fault => sentenceOf(fault, texts)), ...more]),
    ...listOf(
      texts.notes,
      notes.map(note => sentenceOf(note, texts)),
    ),
    element('h2', {}, texts.about),
    about,
    element('p', { class: 'muted' }, texts.compare),
  ]
}

function listOf(title: string, lines: readonly string[]): HTMLElement[] {
  if (lines.length === 0) return []
  const list = element('ul')
  list.append(...lines.map(line => element('li', {}, line)))
  return [element('h2', {}, title), list]
}

function languages(): HTMLElement {
  const row = element('div', { class: 'languages' })
  for (const [name, own] of [
    ['Français', FRENCH],
    ['English', ENGLISH],
  ] as const) {
    const button = element(
      'button',
      { type: 'button', 'aria-pressed': String(texts === own) },
      name,
    )
    button.addEventListener('click', () => {
      texts = own
      draw()
    })
    row.append(button)
  }
  return row
}

function card(...children: HTMLElement[]): HTMLElement {
  const section = element('section', { class: 'card' })
  section.append(...children)
  return section
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.textContent = text
  return made
}
