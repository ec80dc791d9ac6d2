import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** A script of a page that only tests have, bundled as the till's own is; its path from the root. */
export async function pageScript(path: string): Promise<string> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@': `${root}src` } },
    build: {
      write: false,
      lib: { entry: `${root}${path}`, formats: ['iife'], name: 'met' },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  const chunk = output && 'output' in output ? output.output[0] : undefined
  if (!chunk) throw new Error('nothing was built')
  return chunk.code
}
