import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import icons from 'unplugin-icons/vite'
import { VitePWA, type ManifestOptions } from 'vite-plugin-pwa'
import { build, type Plugin, type Rolldown } from 'vite'
import { defineConfig } from 'vitest/config'
import packageFile from './package.json' with { type: 'json' }
import { en } from './src/messages/en.ts'
import { fr } from './src/messages/fr.ts'
import { FISCAL_FILES, fiscalFingerprint } from './src/core/journal/fiscalPart.ts'
import { unitProjects } from './tests/config/unitProjects.ts'
import { policyInPage } from './src/proxy/pageSecurity.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const fingerprint = fiscalFingerprint(
  FISCAL_FILES.map(path => [path, readFileSync(at(`./src/${path}`), 'utf8')]),
)

/** The oldest browsers the till is built for; the README and `public/stopped.js` name them. */
const OLDEST_BROWSERS = ['chrome111', 'edge111', 'firefox128', 'safari16.4', 'ios16.4']

/** How long each part of the build took, or what comes with others, is nothing to tell whoever starts the till. */
const QUIET = { checks: { pluginTimings: false, ineffectiveDynamicImport: false } }

/** What comes together is one file, named by the module that needs all of it; the first takes all. */
const PAGE_FILES = {
  start: 'src/main.ts',
  first: 'src/opening.ts',
  till: 'src/open.ts',
  counter: 'src/counter.ts',
}
const WORKER_FILES = {
  beside: 'src/worker/worker.ts',
  shop: 'src/worker/shopActions.ts',
  books: 'src/worker/bookActions.ts',
}

/** How the till stands among the applications of a device. */
const MANIFEST: Partial<ManifestOptions> = {
  id: './',
  name: 'Comptoir',
  short_name: 'Comptoir',
  description: 'La caisse qui vend sans réseau.',
  lang: 'fr',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#f5f3ee',
  theme_color: '#f5f3ee',
  icons: [
    { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    {
      src: 'icons/maskable-512.png',
      sizes: '512x512',
      type: 'image/png',
      purpose: 'maskable',
    },
  ],
}

export default defineConfig(({ isSsrBuild }) => ({
  // Relative, so that one build runs at the root of a server or in a folder of the shop's own host.
  base: './',
  resolve: { alias: { '@': at('./src') } },
  define: {
    __TILL_VERSION__: JSON.stringify(packageFile.version),
    __FISCAL_FINGERPRINT__: JSON.stringify(fingerprint),
    __BUILT_ON__: JSON.stringify(new Date().toISOString().slice(0, 10)),
  },
  plugins: [
    vue(),
    firstWords(),
    icons({ compiler: 'vue3', scale: 1 }),
    !isSsrBuild && policyOfPage(),
    !isSsrBuild && verifierPage(),
    !isSsrBuild && oneDexie(),
    !isSsrBuild && filesForLater(),
    !isSsrBuild &&
      VitePWA({
        strategies: 'injectManifest',
        injectRegister: false,
        srcDir: 'src/serviceWorker',
        filename: 'sw.ts',
        injectManifest: {
          globPatterns: ['**/*.{js,css,html,svg,png,webp,woff2,webmanifest}'],
          // Every file has a revision, names with a hash too: it is then fetched past the browser's
          // own cache, which may hold an error or a part of it.
          dontCacheBustURLsMatching: /^$/,
        },
        manifest: MANIFEST,
      }),
    !isSsrBuild && wholeUpdates(),
  ],
  worker: {
    format: 'es',
    plugins: () => [zipInOneGo(), oneDexie(), workersRunOnce()],
    rolldownOptions: { ...QUIET, ...inFiles(WORKER_FILES) },
  },
  build: {
    target: isSsrBuild ? 'es2022' : OLDEST_BROWSERS,
    rolldownOptions: isSsrBuild
      ? { ...QUIET, output: { codeSplitting: false } }
      : { ...QUIET, ...inFiles(PAGE_FILES) },
    modulePreload: { polyfill: false },
    // Two entries, the server and the doctor, are built into it one after the other.
    emptyOutDir: !isSsrBuild,
    outDir: isSsrBuild ? 'dist/server' : 'dist/client',
    // The server ships with its packages in one file, so that it runs on a bare Node.
    copyPublicDir: !isSsrBuild,
  },
  // Tests run packages as they are: rewritten, those that count (hashes) take many times longer.
  ...(isSsrBuild ? { ssr: { noExternal: true as const } } : {}),
  test: {
    // Read for tests alone: a build needs none of them.
    projects: process.env.VITEST ? unitProjects(at('.')) : [],
    setupFiles: ['tests/support/setup.ts'],
    // Styles come empty otherwise, even as texts.
    css: { include: [/\?raw$/] },
    // Stops a hung test; it measures nothing, as the machine may be slow and do other things.
    testTimeout: 300_000,
    // One core would be left idle otherwise, which is half of a small machine.
    maxWorkers: '100%',
  },
}))

/**
 * What writes workbooks zips them in workers made of texts, which the page's own rules forbid.
 * It is already beside the page: there it zips in one go.
 */
function zipInOneGo(): Plugin {
  return {
    name: 'zip-in-one-go',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === 'fflate' && importer?.endsWith('/zipToArrayBuffer.js')
        ? at('./src/till/archive/zip.ts')
        : null,
  }
}

/**
 * WebKit, which is every browser of an iPad, runs the file of a worker a second time where another
 * file imports it: a second worker in the same thread, in which nothing was opened. Such a build fails.
 */
function workersRunOnce(): Plugin {
  return {
    name: 'workers-run-once',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle).filter(file => file.type === 'chunk')
      for (const entry of files.filter(file => file.isEntry)) {
        const importer = files.find(({ imports, dynamicImports }) =>
          [...imports, ...dynamicImports].includes(entry.fileName),
        )
        if (importer) {
          throw new Error(`${importer.fileName} imports the worker’s own file, ${entry.fileName}`)
        }
      }
    },
  }
}

/**
 * An update is whole or not at all, whatever the order in which its files reach the server. The
 * service worker knows the hash of every file it keeps, so that another version, a page instead of a
 * script or a part of a file makes the installation fail, to be tried again. Its own code is one
 * block: a part of it is no script.
 */
function wholeUpdates(): Plugin {
  return {
    name: 'whole-updates',
    apply: 'build',
    closeBundle: {
      sequential: true,
      order: 'post',
      handler() {
        const folder = at('./dist/client')
        const code = readFileSync(`${folder}/sw.js`, 'utf8')
        const urls = code.split('"url":').length - 1
        let count = 0
        const listed = code.replaceAll(
          /"revision":"\w+","url":"([^"]+)"/g,
          (entry, url: string) => {
            count += 1
            const hash = createHash('sha256').update(readFileSync(`${folder}/${url}`))
            return `${entry},"integrity":"sha256-${hash.digest('base64')}"`
          },
        )
        if (count === 0 || count !== urls) throw new Error('a file of the till has no hash')
        writeFileSync(`${folder}/sw.js`, `{${listed}}\n`)
      },
    },
  }
}

/**
 * One file for each of these modules with all that it imports at once. Left alone, the bundler makes
 * dozens of small files of what several screens share, each a request of its own.
 */
function inFiles(files: Record<string, string>) {
  const owners = new Map<string, string>()
  const own = (file: string, id: string, importsOf: (id: string) => readonly string[]) => {
    if (owners.has(id)) return
    owners.set(id, file)
    for (const imported of importsOf(id)) own(file, imported, importsOf)
  }
  const modules = Object.entries(files).map(([file, path]) => [file, at(`./${path}`)] as const)
  const ownerOf = (id: string, context: Rolldown.ChunkingContext) => {
    // Other workers are built with the same rules; none of these modules is in them.
    if (modules.some(([, module]) => !context.getModuleInfo(module))) return undefined
    if (owners.size === 0) {
      for (const [file, module] of modules) {
        own(file, module, one => context.getModuleInfo(one)?.importedIds ?? [])
      }
    }
    return owners.get(id)
  }
  const groups = Object.keys(files).map((file, place) => ({
    debugName: file,
    priority: modules.length - place,
    name: (id: string, context: Rolldown.ChunkingContext) =>
      ownerOf(id, context) === file ? file : null,
  }))
  return { output: { codeSplitting: { groups } } }
}

/** The page itself says the welcome's first words, in each language: a first visit reads them at once. */
function firstWords(): Plugin {
  const words = Object.entries({ fr, en }).map(
    ([language, { app, welcome }]) => `<div class="welcome__inner first-words" lang="${language}">
        <div>
          <h2 class="welcome__title">${app.tagline}</h2>
          <p class="muted">${welcome.lead}</p>
        </div>
      </div>`,
  )
  return {
    name: 'first-words',
    transformIndexHtml: page => page.replace('<!--first-words-->', words.join('\n      ')),
  }
}

/**
 * Names in the page what a first visit needs after the welcome: `untilWanted` has the browser fetch
 * it then, with the lowest priority.
 */
function filesForLater(): Plugin {
  return {
    name: 'files-for-later',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      async handler(page, { bundle = {} }) {
        const names = Object.values(bundle)
          .map(({ fileName }) => fileName)
          .filter(name => /^assets\/(?:till|counter|ownThread|beside)-[^/]*\.js$/.test(name))
        const links = [...names, `assets/${(await dexieFile()).fileName}`]
          .map(name => `<link rel="prefetch" href="./${name}" crossorigin />`)
          .join('')
        return page.replace('</head>', `<template id="later">${links}</template></head>`)
      },
    },
  }
}

/**
 * The policy of security inside the page, under the hash of the page: it holds where a host sets no
 * header, and for a page that the device kept.
 */
function policyOfPage(): Plugin {
  return {
    name: 'policy-of-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          injectTo: 'head-prepend',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: policyInPage() },
        },
      ],
    },
  }
}

/**
 * The page and its worker, which are built apart, import the database from one file: it is sent and
 * kept once.
 */
function oneDexie(): Plugin {
  const NAME = 'dexie-of-all'
  const built = dexieFile()
  return {
    name: 'one-dexie',
    apply: 'build',
    enforce: 'pre',
    resolveId: source => (source === 'dexie' ? { id: NAME, external: true } : null),
    async renderChunk(code) {
      const { fileName } = await built
      return code.includes(NAME) ? code.replaceAll(NAME, `./${fileName}`) : null
    },
    async generateBundle() {
      const { fileName, source } = await built
      this.emitFile({ type: 'asset', fileName: `assets/${fileName}`, source })
    },
  }
}

let dexie: Promise<{ fileName: string; source: string }> | undefined

/** The database's code as a file for browsers, built once. */
function dexieFile() {
  dexie ??= build({
    configFile: false,
    logLevel: 'warn',
    build: {
      rolldownOptions: {
        ...QUIET,
        input: fileURLToPath(import.meta.resolve('dexie')),
        preserveEntrySignatures: 'strict',
      },
      target: OLDEST_BROWSERS,
      modulePreload: false,
      write: false,
      copyPublicDir: false,
    },
  }).then(built => {
    const source = codeOf(built)
    const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8)
    return { fileName: `dexie-${hash}.js`, source }
  })
  return dexie
}

function codeOf(built: Awaited<ReturnType<typeof build>>): string {
  const [bundle] = [built].flat()
  const [script] = bundle && 'output' in bundle ? bundle.output : []
  if (script?.type !== 'chunk') throw new Error('a script was not built')
  return script.code
}

/** The checker of archives, as one page with all that it needs in it: it works from a disk. */
function verifierPage(): Plugin {
  return {
    name: 'verifier-page',
    apply: 'build',
    async generateBundle() {
      const page = readFileSync(at('./src/verifier/page.html'), 'utf8')
      const [script, beside] = [await scriptOf('page'), await scriptOf('signaturesWorker')]
      const source = page
        .replace('<!--beside-->', () => beside)
        .replace('<!--script-->', () => `<script>${script}</script>`)
      this.emitFile({ type: 'asset', fileName: 'verificateur.html', source })
    },
  }
}

/** A script of the verifier with all that it imports, as it stands in a page. */
async function scriptOf(name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@': at('./src') } },
    build: {
      rolldownOptions: QUIET,
      target: OLDEST_BROWSERS,
      write: false,
      copyPublicDir: false,
      lib: { entry: at(`./src/verifier/${name}.ts`), formats: ['iife'], name: 'verifier' },
    },
  })
  return codeOf(built).replaceAll('</script', '<\\/script')
}
