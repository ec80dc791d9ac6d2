import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { freePort } from './freePort'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A hub as one file for Node, as a release has it. */
export async function buildHub(): Promise<{ file: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-hub-'))
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@': at('../../src') } },
    ssr: { noExternal: true },
    build: { ssr: at('./hubEntry.ts'), outDir: folder, emptyOutDir: false, target: 'es2022' },
  })
  return {
    file: join(folder, 'hubEntry.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export interface HubProcess {
  address: string
  pid: number
  /** Ends it as a power cut would. */
  kill: () => Promise<void>
}

export async function startHub(file: string, env: Record<string, string>): Promise<HubProcess> {
  const port = await freePort()
  const hub = spawn(process.execPath, [file], {
    env: { ...process.env, ...env, PORT: String(port), NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const kill = async () => {
    if (hub.exitCode !== null || hub.signalCode !== null) return
    const ended = new Promise(resolve => hub.once('exit', resolve))
    hub.kill('SIGKILL')
    await ended
  }
  const address = `http://127.0.0.1:${port}/boite`
  for (let tries = 0; tries < 200 && hub.exitCode === null; tries += 1) {
    const answer = await fetch(`${address}/sante`).catch(() => null)
    if (answer?.ok) return { address, pid: hub.pid ?? 0, kill }
    await sleep(50)
  }
  await kill()
  throw new Error('the hub does not answer')
}
