import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './freePort'

const source = fileURLToPath(new URL('../../src/packing/mailbox/mailbox.php', import.meta.url))

/** Why mailbox.php cannot be run here; undefined where PHP has what it needs. */
export function whyNoPhp(...extensions: string[]): string | undefined {
  try {
    const loaded = execFileSync('php', ['-m'], { encoding: 'utf8' }).toLowerCase().split(/\s+/)
    const missing = ['openssl', 'json', ...extensions].filter(name => !loaded.includes(name))
    return missing.length > 0 ? `PHP lacks ${missing.join(', ')}` : undefined
  } catch {
    return 'PHP is not installed'
  }
}

/** Runs a statement in the SQLite of a site; returns the first column of what it answers. */
export function runSqlite({ folder }: Pick<PhpMailbox, 'folder'>, sql: string): string[] {
  const place = join(folder, 'comptoir-boite')
  const name = readdirSync(place).find(one => one.endsWith('.sqlite'))
  if (!name) throw new Error('the site has no database yet')
  return runInFile(join(place, name), sql)
}

/** Runs statements in a file of SQLite, by PHP: older Nodes have no SQLite. */
export function runInFile(file: string, sql: string): string[] {
  const php = `$db = new PDO('sqlite:' . $argv[1]); $db->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    $db->exec('pragma busy_timeout = 5000');
    if (0 === strpos($argv[2], 'select')) echo implode("\n", $db->query($argv[2])->fetchAll(PDO::FETCH_COLUMN));
    else $db->exec($argv[2]);`
  const text = execFileSync('php', ['-r', php, file, sql], { encoding: 'utf8' })
  return text === '' ? [] : text.split('\n')
}

export interface PhpMailbox {
  address: string
  /** The folder of the site; the till is in `caisse`. */
  folder: string
  close: () => Promise<void>
}

/** A site of PHP with the mailbox in its folder of the till, and its configuration if it has one. */
export async function startPhp(
  config: Record<string, unknown> | undefined,
  prepare?: (site: string) => void,
): Promise<PhpMailbox> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-site-'))
  const till = join(folder, 'www/caisse')
  mkdirSync(till, { recursive: true })
  copyFileSync(source, join(till, 'mailbox.php'))
  if (config) {
    const json = JSON.stringify(config)
    const php = `<?php return json_decode(<<<'END'\n${json}\nEND\n, true);\n`
    writeFileSync(join(till, 'mailbox-config.php'), php)
  }
  prepare?.(join(folder, 'www'))
  const port = await freePort()
  const server = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', join(folder, 'www')], {
    stdio: 'ignore',
    // Its workers are of its group: they end with it.
    detached: true,
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: '6' },
  })
  const address = `http://127.0.0.1:${port}/caisse/mailbox.php`
  for (let tries = 0; tries < 100; tries += 1) {
    if (server.exitCode !== null) break
    const answer = await fetch(`${address}?faire=sante`).catch(() => null)
    if (answer?.ok) return { address, folder, close }
    if (answer && tries > 20) {
      await close()
      throw new Error(`mailbox.php: ${answer.status}`)
    }
    await sleep(50)
  }
  await close()
  throw new Error('PHP does not answer')

  async function close(): Promise<void> {
    const ended = new Promise(resolve => server.once('exit', resolve))
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}
