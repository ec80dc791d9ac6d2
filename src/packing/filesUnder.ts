/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files of a folder and of its folders, by path in it, with `/` between names on every system. */
export function filesUnder(folder: string, above = ''): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {}
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    const name = `${above}${entry.name}`
    if (entry.isDirectory()) Object.assign(files, filesUnder(path, `${name}/`))
    else files[name] = readFileSync(path)
  }
  return files
}
