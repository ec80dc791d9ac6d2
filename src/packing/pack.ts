/// <reference types="node" />
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { zipSync, type Zippable } from 'fflate'
import { htaccess } from './htaccess'
import { installSteps } from './installSteps'

/** Name of the folder that the ZIP unpacks to. */
const FOLDER = 'caisse'
const [root = process.cwd(), version = '0.0.0'] = process.argv.slice(2)
const client = resolve(root, 'dist/client')

const files: Zippable = {
  [`${FOLDER}/.htaccess`]: bytesOf(htaccess()),
  [`${FOLDER}/LISEZMOI.txt`]: bytesOf(installSteps(version)),
  // What the till asks of its own server: there is none here, and no error in the console for it.
  [`${FOLDER}/proxy/health`]: bytesOf('{"comptoir":false}\n'),
}
for (const path of filesUnder(client)) {
  files[`${FOLDER}/${relative(client, path).split(sep).join('/')}`] = readFileSync(path)
}

// One date for all files: the same till packs to the same bytes.
const zip = zipSync(files, { level: 9, mtime: '2026-01-01T00:00:00' })
const target = join(root, `dist/comptoir-${version}.zip`)
mkdirSync(join(root, 'dist'), { recursive: true })
writeFileSync(target, zip)
console.log(
  `${relative(process.cwd(), target)} : ${Object.keys(files).length} fichiers, ` +
    `${Math.ceil(zip.length / 1024)} Ko. À décompresser à la racine du site de la boutique.`,
)

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesUnder(path) : [path]
  })
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
