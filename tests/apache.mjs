// An Apache that serves one folder as a shop's host does: with `.htaccess`, and compressing by itself.
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from '../src/commands/project.mjs'

const BINARY = '/usr/sbin/apache2'
const MODULES = '/usr/lib/apache2/modules'
const WANTED = [
  'mpm_event',
  'alias',
  'authz_core',
  'dir',
  'mime',
  'headers',
  'rewrite',
  'env',
  'setenvif',
]
const COMPRESSING = ['filter', 'deflate', 'brotli']

/** Whether Apache is here; its program alone is installed where it is missing, and no service. */
export async function findApache() {
  if (existsSync(BINARY)) return true
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  try {
    await run('apt-get', ['update', '-qq'])
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'apache2-bin'])
  } catch {
    return false
  }
  return existsSync(BINARY)
}

/** Serves a folder under /caisse/, which `compresses` by itself too or not. */
export async function serveWithApache(folder, port, { compresses = true } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'comptoir-apache-'))
  const site = join(home, 'site')
  mkdirSync(site)
  // Its own user reads these.
  for (const path of [home, dirname(folder)]) chmodSync(path, 0o755)
  const modules = [...WANTED, ...(compresses ? COMPRESSING : [])]
    .filter(name => existsSync(`${MODULES}/mod_${name}.so`))
    .map(name => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`)
  const known =
    'text/html html\ntext/css css\napplication/gzip gz\nimage/png png\nimage/svg+xml svg\n'
  writeFileSync(join(home, 'mime.types'), known)
  const types = 'text/html text/css text/javascript application/javascript application/wasm'
  const lines = [
    ...modules,
    `ServerRoot "${home}"`,
    `PidFile "${home}/pid"`,
    `ErrorLog "${home}/error.log"`,
    'ServerName localhost',
    'User www-data',
    'Group www-data',
    'StartServers 1',
    `Listen 127.0.0.1:${port}`,
    `TypesConfig "${home}/mime.types"`,
    // As Debian has it: these types would hide what the compressed files are.
    'AddType application/x-gzip .gz .tgz',
    'AddEncoding x-gzip .gz',
    `DocumentRoot "${site}"`,
    `Alias /caisse/ "${folder}/"`,
    `<Directory "${folder}">`,
    '  AllowOverride All',
    '  Require all granted',
    '</Directory>',
    ...(compresses ? [`AddOutputFilterByType DEFLATE ${types}`] : []),
  ]
  writeFileSync(join(home, 'apache.conf'), [...lines, ''].join('\n'))
  const server = spawn(BINARY, ['-DFOREGROUND', '-f', join(home, 'apache.conf')], {
    stdio: 'ignore',
  })
  const origin = `http://localhost:${port}`
  for (let tries = 0; tries < 100; tries += 1) {
    const isUp = await fetch(`${origin}/caisse/online.json`).then(
      answer => answer.ok,
      () => false,
    )
    if (isUp) return { origin, address: `${origin}/caisse/`, stop: () => server.kill() }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  server.kill()
  throw new Error(`Apache did not start: ${home}/error.log`)
}

/** Unpacks a ZIP's folder `caisse`, and returns its path. */
export function unpack(zip) {
  const into = mkdtempSync(join(tmpdir(), 'comptoir-packed-'))
  execFileSync(process.execPath, ['--input-type=module', '-e', UNZIP, zip, into])
  return join(into, 'caisse')
}

const UNZIP = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
const [zip, into] = process.argv.slice(1)
for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
  const path = join(into, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}
`
