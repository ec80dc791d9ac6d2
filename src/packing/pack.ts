/// <reference types="node" />
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { zipSync, type Zippable } from 'fflate'
import { corsLines } from './corsLines'
import { filesUnder } from './filesUnder'
import { htaccess } from './htaccess'
import { installSteps } from './installSteps'
import { moduleFiles } from './module/moduleFiles'

/** Name of the folder that the ZIP unpacks to. */
const FOLDER = 'caisse'
const [root = process.cwd(), version = '0.0.0', typed] = process.argv.slice(2)
const origin = typed === undefined ? undefined : originOf(typed)
/** One date for all files, that of the source: the same till packs to the same bytes. */
const mtime = new Date(Number(process.env.SOURCE_DATE_EPOCH ?? Date.now() / 1000) * 1000)
const client: Record<string, Uint8Array> = {
  ...filesUnder(resolve(root, 'dist/client')),
  // What the till asks of its own server: there is none here, and no error in the console for it.
  'proxy/health': bytesOf('{"comptoir":false}\n'),
  // Where the shop's devices exchange sealed blocks.
  'mailbox.php': new Uint8Array(readFileSync(join(root, 'src/packing/mailbox/mailbox.php'))),
}

const files: Zippable = {
  [`${FOLDER}/.htaccess`]: bytesOf(htaccess(origin)),
  [`${FOLDER}/LISEZMOI.txt`]: bytesOf(installSteps(version, origin)),
}
for (const [path, bytes] of Object.entries(client)) files[`${FOLDER}/${path}`] = bytes
writeZip(
  `comptoir-${version}.zip`,
  files,
  origin === undefined
    ? 'À décompresser à la racine du site de la boutique.'
    : `Le contenu de son dossier « ${FOLDER} » va à la racine de ${origin}.`,
)
if (origin !== undefined) {
  const name = `comptoir-${version}-boutique.txt`
  const shown = write(name, bytesOf(corsLines(origin)))
  console.log(`${shown} : les lignes à ajouter à la boutique pour ${origin}.`)
}

const script = readFileSync(join(root, 'dist/module/comptoir.js'))
const till = { '.htaccess': bytesOf(htaccess()), ...client }
writeZip(
  `comptoir-module-${version}.zip`,
  moduleFiles({ root, version, till, script }),
  'À envoyer dans PrestaShop : Modules > Ajouter un module.',
)

function writeZip(name: string, zipped: Zippable, use: string): void {
  const zip = zipSync(zipped, { level: 9, mtime })
  const count = Object.keys(zipped).length
  console.log(`${write(name, zip)} : ${count} fichiers, ${Math.ceil(zip.length / 1024)} Ko. ${use}`)
}

/** Writes a file beside the build, and returns its path as shown. */
function write(name: string, bytes: Uint8Array): string {
  const folder = process.env.COMPTOIR_PACK_TO ?? join(root, 'dist')
  const target = join(folder, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(target, bytes)
  return relative(process.cwd(), target)
}

/** The address that the till is to have; anything but one of https ends the command. */
function originOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol === 'https:' && url.pathname === '/' && url.username === '') return url.origin
  console.error('L’adresse de la caisse s’écrit comme https://caisse.boutique.fr.')
  process.exit(2)
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
