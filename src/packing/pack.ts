/// <reference types="node" />
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { zipSync, type Zippable } from 'fflate'
import { filesUnder } from './filesUnder'
import { htaccess } from './htaccess'
import { installSteps } from './installSteps'
import { moduleFiles } from './module/moduleFiles'

/** Name of the folder that the ZIP unpacks to. */
const FOLDER = 'caisse'
const [root = process.cwd(), version = '0.0.0'] = process.argv.slice(2)
/** One date for all files, that of the source: the same till packs to the same bytes. */
const mtime = new Date(Number(process.env.SOURCE_DATE_EPOCH ?? Date.now() / 1000) * 1000)
const till = {
  '.htaccess': bytesOf(htaccess()),
  ...filesUnder(resolve(root, 'dist/client')),
}

const files: Zippable = { [`${FOLDER}/LISEZMOI.txt`]: bytesOf(installSteps(version)) }
for (const [path, bytes] of Object.entries(till)) files[`${FOLDER}/${path}`] = bytes
write(`comptoir-${version}.zip`, files, 'À décompresser à la racine du site de la boutique.')

const script = readFileSync(join(root, 'dist/module/comptoir.js'))
write(
  `comptoir-module-${version}.zip`,
  moduleFiles({ root, version, till, script }),
  'À envoyer dans PrestaShop : Modules > Ajouter un module.',
)

function write(name: string, zipped: Zippable, use: string): void {
  const zip = zipSync(zipped, { level: 9, mtime })
  const folder = process.env.COMPTOIR_PACK_TO ?? join(root, 'dist')
  const target = join(folder, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(target, zip)
  console.log(
    `${relative(process.cwd(), target)} : ${Object.keys(zipped).length} fichiers, ` +
      `${Math.ceil(zip.length / 1024)} Ko. ${use}`,
  )
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
