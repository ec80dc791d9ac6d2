/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest'

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
    folders: ['core', 'storage', 'prestashop', 'verifier'],
    packages: ['p-limit', 'papaparse', 'write-excel-file', 'fflate', '@noble/hashes', 'valibot'],
  },
  /** It checks what the others made: it shares nothing with them. */
  verifier: { folders: [], packages: ['fflate', 'node:'] },
  worker: { folders: ['core', 'storage', 'prestashop', 'till', 'verifier'], packages: ['comlink'] },
  stores: {
    folders: ['core', 'till', 'worker/tillWorker', 'verifier/report'],
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
      '~icons',
    ],
  },
  screens: {
    folders: ['core', 'components', 'stores', 'messages', 'scanning', 'till', 'verifier'],
    packages: ['vue', 'vue-router', 'vue-i18n', 'pinia', '@vueuse/core', 'virtua', '~icons'],
  },
  serviceWorker: {
    folders: [],
    packages: ['workbox-core', 'workbox-precaching', 'workbox-routing'],
  },
  demo: { folders: [], packages: ['node:'] },
  proxy: {
    folders: ['prestashop/shopAddress', 'demo'],
    packages: ['hono', '@hono/node-server', 'node:'],
  },
  doctor: { folders: ['core', 'messages', 'prestashop', 'till'], packages: ['node:'] },
  packing: { folders: ['proxy'], packages: ['fflate', 'node:'] },
  commands: { folders: ['core', 'storage', 'prestashop', 'till', 'proxy'], packages: ['node:'] },
  styles: { folders: [], packages: [] },
}

const IMPURE =
  /Date\.now|new Date\(\)|Math\.random|performance\.|(?<![.\w])(fetch|crypto|window|document|localStorage|setTimeout|console)\b[.(]/
/** Tables and texts may be long; code may not. */
const MAY_BE_LONG = /\/(messages\/(fr|en)|demo\/(catalogue|artwork)\/\w+)\.ts$/
const LONGEST_FILE = 250

const sources = Object.entries(
  import.meta.glob<string>('../src/*/**/*.{ts,vue,mjs}', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).map(([path, source]) => [path.replace('../src/', ''), source] as const)

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
    if (target.startsWith('..')) {
      expect(isWithin(path, target), `${target}: another folder is named @/folder`).toBe(true)
    } else if (target.startsWith('@/')) {
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

/** Whether `../x` stays in the file's own folder of src. */
function isWithin(path: string, target: string): boolean {
  const parts = path.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') parts.pop()
    else parts.push(step)
  }
  return parts[0] === folderOf(path)
}
