import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './project.mjs'

const OLDEST = [20, 19]
const stamp = join(root, 'node_modules/.comptoir-lock')

/** Installs the packages of the lock file, when they are missing or the file has changed. */
export async function installIfNeeded() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    console.error(
      `Comptoir demande Node ${OLDEST.join('.')} ou plus récent (ici ${process.versions.node}).`,
    )
    process.exit(1)
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return

  console.error('Installation des paquets…')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // Not `npm ci`: it refuses a lock file made where other systems' optional packages could not be
  // resolved. This installs exactly the lock file, and leaves it unchanged.
  await run(npm, ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    // The standard output is reserved for the command, whose result may be printed there.
    stdio: ['inherit', 2, 2],
  })
  writeFileSync(stamp, lock)
}
