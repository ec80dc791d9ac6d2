// The project's own code for a measure, loaded from its sources, not from the build.
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from '../../src/commands/project.mjs'

/** Runs a measure with a function that loads a file of the project by its path. */
export async function withSources(measure) {
  const vite = await createServer({
    root,
    configFile: false,
    resolve: { alias: { '@': join(root, 'src') } },
    server: { middlewareMode: true, ws: false },
    appType: 'custom',
    logLevel: 'error',
  })
  try {
    return await measure(path => vite.ssrLoadModule(join(root, path)))
  } finally {
    await vite.close()
  }
}
