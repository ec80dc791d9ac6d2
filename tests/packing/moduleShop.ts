import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { moduleFiles } from '@/packing/module/moduleFiles'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Why the module cannot be run here; undefined where PHP is there with what the stub needs. */
export function whyNoPhp(): string | undefined {
  try {
    const loaded = execFileSync('php', ['-m'], { encoding: 'utf8' }).toLowerCase()
    const missing = ['pdo_sqlite', 'openssl', 'json'].filter(name => !loaded.includes(name))
    return missing.length > 0 ? `PHP lacks ${missing.join(', ')}` : undefined
  } catch {
    return 'PHP is not installed'
  }
}

export interface ModuleShop {
  /** Folder of the shop on the disk. */
  folder: string
  address: string
  /** The page of the module, as what its template is given. */
  page: () => Promise<ModulePage>
  /** Presses a button of that page; `host` is where the shop is reached, if it is another. */
  press: (
    action: string,
    fields?: Record<string, string | string[]>,
    host?: string,
  ) => Promise<ModulePage>
  call: (path: string) => Promise<string>
  rows: (sql: string) => Promise<Record<string, string>[]>
  close: () => void
}

export interface ModulePage {
  notice: string
  values: {
    token: string
    tillUrl: string
    folderUrl: string
    isAtRoot: boolean
    hasKey: boolean
    mayMakeKeys: boolean
    hasSwitchedOn: boolean
    areRulesWritten: boolean
    rules: string
    extras: { name: string; isOn: boolean }[]
    pairing: { url: string; code: string; expires: number } | null
  }
}

/** A few files in the place of the till. */
const TILL: Record<string, Uint8Array> = {
  'index.html': new TextEncoder().encode('<title>Comptoir</title>'),
  '.htaccess': new TextEncoder().encode('# the till'),
  'manifest.webmanifest': new TextEncoder().encode('{"name":"Comptoir"}'),
  'assets/index-abcdefgh.js': new TextEncoder().encode('sell()'),
}

/** A shop that has the module uploaded, run by PHP over a stub of PrestaShop's classes. */
export async function openModuleShop({
  version = '1.2.3',
  till = TILL,
  environment = {},
}: {
  version?: string
  till?: Record<string, Uint8Array>
  environment?: Record<string, string>
} = {}): Promise<ModuleShop> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-shop-'))
  writeModule(folder, version, till)
  writeFileSync(join(folder, '.htaccess'), '# ~~start~~ PrestaShop\nRewriteEngine on\n# ~~end~~\n')
  const port = await freePort()
  const server = spawn(
    'php',
    [
      '-d',
      'display_errors=stderr',
      '-S',
      `localhost:${port}`,
      join(root, 'tests/packing/shop/index.php'),
    ],
    {
      env: { ...process.env, SHOP_ROOT: folder, SHOP_SCHEME: 'http', ...environment },
      stdio: 'ignore',
    },
  )
  const address = `http://localhost:${port}`
  await answering(server, `${address}/nothing`)
  const call = async (path: string) => (await fetch(`${address}${path}`)).text()
  const page = async () => readPage(await call('/boutique/admin/'))
  return {
    folder,
    address,
    page,
    call,
    press: async (action, fields = {}, host) => {
      const { values } = await page()
      const body = new URLSearchParams({ comptoir_do: action, comptoir_token: values.token })
      for (const [name, value] of Object.entries(fields)) {
        if (name === 'comptoir_token') body.delete(name)
        for (const one of [value].flat()) body.append(name, one)
      }
      const answer = await fetch(`${address}/boutique/admin/`, {
        method: 'POST',
        body,
        // Where people reach the shop, behind another server.
        ...(host ? { headers: { 'X-Forwarded-Host': host } } : {}),
      })
      return readPage(await answer.text())
    },
    rows: async sql =>
      JSON.parse(await call(`/rows?sql=${encodeURIComponent(sql)}`)) as Record<string, string>[],
    close: () => {
      server.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Uploads a version of the module, as *Modules > Upload a module* does. */
export function writeModule(
  folder: string,
  version: string,
  till: Record<string, Uint8Array> = TILL,
): void {
  const files = moduleFiles({ root, version, till, script: new Uint8Array() })
  rmSync(join(folder, 'modules/comptoir'), { recursive: true, force: true })
  for (const [path, bytes] of Object.entries(files)) {
    const target = join(folder, 'modules', path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, bytes as Uint8Array)
  }
}

/** A notice may stand before the data. */
function readPage(text: string): ModulePage {
  const start = text.indexOf('{"')
  if (start === -1) return { notice: text, values: {} as ModulePage['values'] }
  return {
    notice: text.slice(0, start),
    values: JSON.parse(text.slice(start)) as ModulePage['values'],
  }
}

async function answering(server: ChildProcess, url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (server.exitCode !== null) throw new Error('the shop did not start')
    const answer = await fetch(url).catch(() => null)
    if (answer) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('the shop does not answer')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, 'localhost', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
