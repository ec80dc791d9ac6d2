// The pages of the contestants: bundled as the till's own code is, and served from this machine.
import { createServer } from 'node:http'
import { join } from 'node:path'
import { build } from 'vite'
import { root } from '../../../src/commands/project.mjs'

const HERE = 'tests/bench/peers'
const FILES = {
  till: 'tillPage.ts',
  tillWorker: 'tillWorker.ts',
  dexie: 'dexiePage.mjs',
  dexieMemory: 'dexieMemoryPage.mjs',
  rxdb: 'rxdbPage.mjs',
  minisearch: 'minisearchPage.mjs',
  flexsearch: 'flexsearchPage.mjs',
}

/** Everyone who is measured, by the name of their page. */
export const CONTESTANTS = Object.keys(FILES).filter(name => name !== 'tillWorker')

/** One script each, for production: what of development is in a library is left out. */
async function bundle(file, folder) {
  const at = name => join(folder, name)
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    define: {
      'process.env.NODE_ENV': '"production"',
      __TILL_VERSION__: '"bench"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
    },
    resolve: {
      alias: [
        { find: '@', replacement: join(root, 'src') },
        { find: /^rxdb\/plugins\/core$/, replacement: at('rxdb/dist/esm/index.js') },
        {
          find: /^rxdb\/plugins\/storage-dexie$/,
          replacement: at('rxdb/dist/esm/plugins/storage-dexie/index.js'),
        },
        { find: /^minisearch$/, replacement: at('minisearch/dist/es/index.js') },
        {
          find: /^flexsearch$/,
          replacement: at('flexsearch/dist/flexsearch.bundle.module.min.mjs'),
        },
      ],
    },
    build: {
      write: false,
      copyPublicDir: false,
      modulePreload: false,
      rolldownOptions: { input: join(root, HERE, file), output: { codeSplitting: false } },
    },
  })
  const [output] = [built].flat()
  return output.output[0].code
}

/**
 * Serves a page for each contestant. They are alone in their process (COOP, COEP): only then does the browser tell
 * time to five microseconds, and the memory of a page with its workers.
 */
export async function servePages(folder) {
  const scripts = new Map()
  for (const [name, file] of Object.entries(FILES)) {
    scripts.set(`/${name}.js`, await bundle(file, folder))
  }
  const server = createServer(({ url = '' }, answer) => {
    const { pathname } = new URL(url, 'http://localhost')
    const script = scripts.get(pathname)
    answer.writeHead(script || pathname.endsWith('.html') ? 200 : 404, {
      'Content-Type': script ? 'text/javascript' : 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Resource-Policy': 'same-origin',
    })
    const name = pathname.slice(1, -'.html'.length)
    answer.end(
      script ??
        `<!doctype html><title>${name}</title><script type="module" src="${name}.js"></script>`,
    )
  })
  await new Promise(resolve => server.listen(0, 'localhost', resolve))
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() }
}
