import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A serial port that every Linux has, and where its Chromium reads what its owner allows. */
const PORT = '/dev/ttyS0'
const POLICIES = '/etc/chromium'
const BRIDGE = fileURLToPath(new URL('serialLine.py', import.meta.url))

/** Why this machine cannot lend a browser a serial port of its own; '' where it can. */
export function whyNoSerialLine(): string {
  if (process.platform !== 'linux') return 'this takes Linux'
  for (const path of [PORT, POLICIES]) if (!existsSync(path)) return `there is no ${path}`
  if (spawnSync('python3', ['-c', 'import tty']).status !== 0) return 'there is no python3'
  const mounts = spawnSync('unshare', ['-m', 'mount', '--bind', '/dev/null', PORT])
  return mounts.status === 0 ? '' : 'this takes root, unshare and the right to mount'
}

export interface SerialLine {
  /** The path of its end, as of a port. */
  path: string
  /** Pulls the cable out. */
  cut: () => Promise<void>
}

/** A serial line that exists for the system, with the printer at its end that listens on a port of this machine. */
export async function aSerialLine(printerPort: number): Promise<SerialLine> {
  const bridge = spawn('python3', [BRIDGE, String(printerPort)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(resolve => bridge.once('exit', () => resolve()))
  const path = await new Promise<string>((resolve, reject) => {
    bridge.stdout.once('data', (said: Buffer) => resolve(said.toString().trim()))
    bridge.once('error', reject)
    bridge.once('exit', () => reject(new Error('the serial line ended')))
  })
  return {
    path,
    cut: async () => {
      bridge.kill()
      await ended
    },
  }
}

/**
 * A program that starts a Chromium which has that line as its serial port, and whose owner lets the
 * page of that origin use it. What it mounts is seen by that browser alone, and goes with it.
 */
export function browserWithLine(chromium: string, path: string, origin: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-serial-'))
  const policies = join(folder, 'chromium')
  cpSync(POLICIES, policies, { recursive: true })
  mkdirSync(join(policies, 'policies/managed'), { recursive: true })
  writeFileSync(
    join(policies, 'policies/managed/serial.json'),
    JSON.stringify({ SerialAllowAllPortsForUrls: [origin] }),
  )
  const program = join(folder, 'chromium-with-line')
  const mounts = `mount --bind '${policies}' ${POLICIES} && mount --bind '${path}' ${PORT}`
  writeFileSync(
    program,
    `#!/bin/sh\nexec unshare -m sh -c "${mounts} && exec '${chromium}' \\"\\$@\\"" sh "$@"\n`,
    { mode: 0o755 },
  )
  return program
}
