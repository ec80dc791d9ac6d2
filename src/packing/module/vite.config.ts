import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Builds the script of the module's page: one file, for the browsers of a back office. */
export default defineConfig({
  root: at('.'),
  build: {
    target: ['chrome111', 'edge111', 'firefox128', 'safari16.4'],
    outDir: at('../../../dist/module'),
    emptyOutDir: true,
    copyPublicDir: false,
    lib: {
      entry: at('./page.ts'),
      formats: ['iife'],
      name: 'comptoir',
      fileName: () => 'comptoir.js',
    },
  },
})
