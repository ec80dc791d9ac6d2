/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest'
import appSource from '../src/App.vue?raw'

interface Layer {
  /** Folders of src/ it may import besides itself; `folder/file` allows one file. */
  folders: string[]
  /** Packages it may import. */
  packages: string[]
}

/** Who may import whom; a folder that is missing here fails. */
const LAYERS: Record<string, Layer> = {
  core: { folders: [], packages: ['@noble/hashes', 'canonicalize', 'fflate', 'valibot'] },
  messages: { folders: ['core'], packages: ['vue', 'vue-i18n'] },
  storage: { folders: ['core'], packages: ['dexie'] },
  prestashop: { folders: ['core'], packages: ['fast-xml-parser', 'valibot', 'ky', 'p-limit'] },
  scanning: { folders: ['core'], packages: ['comlink', 'barcode-detector', 'zxing-wasm'] },
  till: {
    folders: ['core', 'storage', 'prestashop', 'verifier', 'sharing/askAgent'],
    packages: [
      'p-limit',
      'papaparse',
      'write-excel-file',
      'fflate',
      '@noble/hashes',
      '@noble/curves',
      '@hpke/core',
      'valibot',
    ],
  },
  /** It checks what the others made: it shares nothing with them. */
  verifier: { folders: [], packages: ['fflate', 'node:'] },
  worker: {
    folders: ['core', 'storage', 'prestashop', 'till', 'verifier', 'sharing'],
    packages: ['comlink'],
  },
  stores: {
    // Browsers link devices in pages alone, and in no worker.
    folders: [
      'core',
      'till',
      'worker/worker',
      'worker/setup',
      'verifier/report',
      'sharing/directMeeting',
      'sharing/directLink',
      // A printer is held by the page that asks for it: workers have no way to one.
      'printing',
    ],
    packages: ['vue', 'pinia', 'comlink', '@vueuse/core', 'workbox-window'],
  },
  components: {
    folders: ['core', 'messages'],
    packages: [
      'vue',
      'vue-i18n',
      'virtua',
      '@vueuse/core',
      'sortablejs',
      'uqr',
      'chart.js',
      'marked',
      '~icons',
    ],
  },
  screens: {
    folders: ['core', 'components', 'stores', 'messages', 'help', 'scanning', 'till', 'verifier'],
    packages: ['vue', 'vue-router', 'vue-i18n', 'pinia', '@vueuse/core', 'virtua', '~icons'],
  },
  serviceWorker: {
    folders: [],
    packages: ['workbox-core', 'workbox-precaching', 'workbox-routing'],
  },
  /** The manual: texts, and how they are read. */
  help: { folders: ['core', 'messages'], packages: [] },
  demo: { folders: [], packages: ['node:'] },
  /** Node: keeps sealed blocks of a shop's devices. */
  hub: {
    folders: ['core/assert', 'core/sharing', 'core/base64'],
    packages: ['hono', 'pg', 'node:'],
  },
  /** Receipt printers: what they are sent, in a large library that comes when it is needed, and the ways to them. */
  printing: {
    folders: ['core', 'sharing/readBounded', 'sharing/askAgent'],
    packages: ['@point-of-sale/receipt-printer-encoder', 'fast-xml-parser', 'ky', 'uqr', 'valibot'],
  },
  /** Carriers of sealed blocks, on the device, and the way to the counter's agent. */
  sharing: { folders: ['core'], packages: ['ky', 'valibot'] },
  proxy: {
    folders: [
      'prestashop/shopAddress',
      'prestashop/answerBounds',
      'core/payment/terminal',
      'core/ticket/idleShow',
      'core/ticket/screenRoom',
      'core/ticket/screenWire',
      'core/printing/printOutcome',
      'core/printing/printerState',
      'printing/channel',
      'printing/printOver',
      'printing/within',
      'demo',
      'hub',
    ],
    packages: ['hono', '@hono/node-server', 'node:'],
  },
  doctor: { folders: ['core', 'messages', 'prestashop', 'till'], packages: ['node:'] },
  packing: { folders: ['proxy'], packages: ['fflate', 'uqr', 'vite', 'node:'] },
  commands: { folders: ['core', 'storage', 'prestashop', 'till', 'proxy'], packages: ['node:'] },
  styles: { folders: [], packages: [] },
}

/** Folders of the domain: the same names in every layer that has any of their subject. */
const SUBJECTS = new Set([
  'catalogue',
  'ticket',
  'payment',
  'journal',
  'closing',
  'documents',
  'printing',
  'reports',
  'people',
  'customers',
  'orders',
  'stock',
  'archive',
  'backup',
  'scanning',
  'settings',
  'help',
  'sharing',
])
/** Layers that are cut by subject; `components/ui` has the parts that have none. */
const BY_SUBJECT = ['core', 'storage', 'till', 'stores', 'components', 'screens']
const MOST_FILES = 35
/** Pages of the manual in one language: a page a subject, found from its table of contents. */
const MOST_PAGES = 45

const IMPURE =
  /Date\.now|new Date\(\)|Math\.random|performance\.|(?<![.\w])(fetch|crypto|window|document|localStorage|setTimeout|console)\b[.(]/
/** Tables and texts may be long; code may not. */
const MAY_BE_LONG = /\/(messages\/(fr|en|laterFr|laterEn)|demo\/(catalogue|artwork)\/\w+)\.ts$/
const LONGEST_FILE = 250

const sources = Object.entries(
  import.meta.glob<string>('../src/*/**/*.{ts,vue,mjs}', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).map(([path, source]) => [path.replace('../src/', ''), source] as const)

/** Paths of all code, from the top of the repository. */
const everyFile = Object.keys({
  ...import.meta.glob('../src/**/*.{ts,vue,mjs,css,md}'),
  ...import.meta.glob(['./**/*.{ts,mjs}', '!./support/recordings/**']),
}).map(path => (path.startsWith('../') ? path.slice(3) : `tests/${path.slice(2)}`))

const folderOf = (path: string) => path.split('/')[0] ?? ''
const IMPORT = /^(?:import|export) (?:.*from )?'([^']+)'|^\} from '([^']+)'|\bimport\('([^']+)'\)/gm
const importsOf = (source: string) =>
  [...source.matchAll(IMPORT)].map(([, plain, long, lazy]) => plain ?? long ?? lazy ?? '')

it.each(sources)('%s imports only what its folder may', (path, source) => {
  const folder = folderOf(path)
  const layer = LAYERS[folder]
  expect(layer, `${folder} is in the table`).toBeDefined()
  if (!layer) return
  for (const target of importsOf(source)) {
    const isAsset = target.endsWith('.css') || target.startsWith('@fontsource')
    if (target.startsWith('./') || isAsset) continue
    expect(target, `${target}: another folder is named @/folder`).not.toMatch(/^\.\./)
    if (target.startsWith('@/')) {
      const inside = target.slice(2)
      const allowed = [folder, ...layer.folders].some(
        name => inside === name || inside.startsWith(`${name}/`),
      )
      expect(allowed, `${folder} may not import ${target}`).toBe(true)
    } else {
      const isListed = layer.packages.some(
        name => target === name || target.startsWith(name.endsWith(':') ? name : `${name}/`),
      )
      const isTool = folder === 'demo' && ['vite', '@playwright/test'].includes(target)
      expect(isListed || isTool, `${folder} may not import ${target}`).toBe(true)
    }
  }
})

describe('the core', () => {
  const core = sources.filter(([path]) => folderOf(path) === 'core')
  it.each(core)('%s is pure', (_path, source) => expect(source).not.toMatch(IMPURE))
})

it.each(sources)('%s is short enough to read', (path, source) => {
  if (MAY_BE_LONG.test(`/${path}`)) return
  expect(source.split('\n').length).toBeLessThanOrEqual(LONGEST_FILE)
})

describe('folders', () => {
  const filesOf = new Map<string, number>()
  for (const path of everyFile) {
    const folder = path.split('/').slice(0, -1).join('/')
    filesOf.set(folder, (filesOf.get(folder) ?? 0) + 1)
  }
  const folders = [...filesOf.keys()]

  it.each(folders)('%s can be looked through', folder => {
    const most = folder.startsWith('src/help/') ? MOST_PAGES : MOST_FILES
    expect(filesOf.get(folder)).toBeLessThanOrEqual(most)
  })

  it.each(folders.filter(folder => BY_SUBJECT.includes(folder.split('/')[1] ?? '')))(
    '%s is named by its subject',
    folder => {
      const [top, layer, subject] = folder.split('/')
      if (subject === undefined || (layer === 'components' && subject === 'ui')) return
      expect(SUBJECTS.has(subject), `${subject}, in ${top}/${layer}, is a subject`).toBe(true)
    },
  )
})

/** Assigns `store.field`, by itself or through v-model; a store says by an act what may change. */
function storeFieldsAssigned(source: string): string[] {
  const stores = [...source.matchAll(/const (\w+) = use\w+Store\(\)/g)].map(([, name]) => name)
  return stores.flatMap(name => {
    const field = `(?<![\\w.])${name}(?:\\.\\w+)+`
    const assigned = new RegExp(
      `${field}\\s*(?:(?:\\+|-|\\?\\?|\\|\\||&&)?=(?![=>])|\\+\\+|--)|v-model(?::[\\w-]+)?(?:\\.\\w+)*="${field}"`,
      'g',
    )
    return source.match(assigned) ?? []
  })
}

const BINDS_STORES = sources.filter(([path]) => ['screens', 'stores'].includes(folderOf(path)))

it.each([...BINDS_STORES, ['App.vue', appSource] as const])(
  '%s assigns no field of a store',
  (_path, source) => expect(storeFieldsAssigned(source)).toEqual([]),
)

/** Files of ours that a source imports, by their paths in src. */
function filesImported(path: string, source: string): string[] {
  const here = path.split('/').slice(0, -1).join('/')
  return importsOf(source).flatMap(target => {
    const wanted = target.startsWith('@/') ? target.slice(2) : target.replace('./', `${here}/`)
    return [wanted, `${wanted}.ts`].filter(file => importedBy.has(file))
  })
}

/** Imports of each file, types too. */
const importedBy = new Map<string, string[]>(sources.map(([path]) => [path, []]))
for (const [path, source] of sources) importedBy.set(path, filesImported(path, source))

it.each([...importedBy.keys()])('%s is in no circle of imports', start => {
  const seen = new Set<string>()
  const waiting = [...(importedBy.get(start) ?? [])]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    waiting.push(...(importedBy.get(next) ?? []))
  }
  expect(seen.has(start)).toBe(false)
})

/** Writes to the tables that hold a journal with what vouches for it. */
const WRITES_JOURNAL =
  /\.(journal|heads|signatures|keys)\s*\.(?:add|put|update|modify|bulk(?:Add|Put|Update|Delete)|delete|clear)\b/g
/** Who may write them, and why it signs nothing that the till did not make. */
const JOURNAL_WRITERS: Record<string, string> = {
  'storage/journal/append.ts': 'the one way in: seals, signs and stores at once',
  'storage/journal/signatures.ts': 'signs the traces that a version before left',
  'storage/journal/purge.ts': 'deletes what was archived',
  'storage/journal/rebuild.ts': 'gives back what a checked copy holds, with its own signatures',
  'storage/backup/restore.ts': 'writes what a checked backup holds, with its own signatures',
}

it('leaves the journal, its end, its signatures and its keys to who seals', () => {
  const writers = sources.filter(([, source]) => source.match(WRITES_JOURNAL))
  expect(writers.map(([path]) => path).toSorted()).toEqual(Object.keys(JOURNAL_WRITERS).toSorted())
})

it('signs an entry nowhere but in the transaction that stores it', () => {
  const signing = sources.filter(([, source]) => /\bsignInTransaction\(/.test(source))
  expect(signing.map(([path]) => path).toSorted()).toEqual([
    'storage/journal/append.ts',
    'storage/journal/sealSignatures.ts',
  ])
})
