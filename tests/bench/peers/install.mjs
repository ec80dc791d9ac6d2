// The peers are no packages of this project: the measure installs them, pinned, where other temporary files are.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../../src/commands/project.mjs'

/** What is measured beside this till; Dexie is the version that the till itself has. */
const PEERS = { rxdb: '17.6.0', minisearch: '7.2.0', flexsearch: '0.8.212' }

/** Installs what is missing; the folder with the peers' packages, and the version of each. */
export function installPeers() {
  const folder = join(tmpdir(), `comptoir-peers-${Object.values(PEERS).join('-')}`)
  const done = join(folder, 'installed')
  if (!existsSync(done)) {
    console.log('  installation des bibliothèques comparées…')
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ private: true, dependencies: PEERS }),
    )
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    writeFileSync(done, '')
  }
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return { folder: join(folder, 'node_modules'), versions: { dexie: dependencies.dexie, ...PEERS } }
}
