/// <reference types="node" />
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { zipSync, type Zippable } from 'fflate'
import { corsLines } from './corsLines'
import { htaccess } from './htaccess'
import { installSteps } from './installSteps'

/** Name of the folder that the ZIP unpacks to. */
const FOLDER = 'caisse'
const [root = process.cwd(), version = '0.0.0', typed] = process.argv.slice(2)
const origin = typed === undefined ? undefined : originOf(typed)
const client = resolve(root, 'dist/client')

const files: Zippable = {
  [`${FOLDER}/.htaccess`]: bytesOf(htaccess(origin)),
  [`${FOLDER}/LISEZMOI.txt`]: bytesOf(installSteps(version, origin)),
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
    `${Math.ceil(zip.length / 1024)} Ko. À décompresser ${
      origin === undefined ? 'à la racine du site de la boutique' : `à la racine de ${origin}`
    }.`,
)

if (origin !== undefined) {
  const lines = join(root, `dist/comptoir-${version}-boutique.txt`)
  writeFileSync(lines, corsLines(origin))
  console.log(
    `${relative(process.cwd(), lines)} : les lignes à ajouter à la boutique pour ${origin}.`,
  )
}

/** The address that the till is to have; anything but one of https ends the command. */
function originOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol === 'https:' && url.pathname === '/' && url.username === '') return url.origin
  console.error('L’adresse de la caisse s’écrit comme https://caisse.boutique.fr.')
  process.exit(2)
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesUnder(path) : [path]
  })
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
