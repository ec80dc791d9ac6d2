// WebKitGTK, driven by its WebKitWebDriver over HTTP, on a screen of its own (Xvfb) where there is none.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { COMMANDS, Refusal } from './commands.mjs'

const DRIVER = '/usr/bin/WebKitWebDriver'
const SCREEN = 87

/** The window around WebKitGTK; Debian's Python has what it imports, another may not. */
const PYTHON = '/usr/bin/python3'
const SHELL = fileURLToPath(new URL('webkitShell.py', import.meta.url))
const IMPORTS = "import gi; gi.require_version('WebKit2', '4.1'); from gi.repository import WebKit2"

/** Whether the engine, its driver, a screen for it and what opens its window are here. */
export function findWebKit() {
  if (![DRIVER, '/usr/bin/Xvfb', PYTHON].every(path => existsSync(path))) return false
  return spawnSync(PYTHON, ['-c', IMPORTS]).status === 0
}

/** Starts WebKitGTK on a storage that stays on the disk, so that it may be closed and opened again. */
export async function startWebKit({ folder, port, languages }) {
  const screen = spawn('Xvfb', [`:${SCREEN}`, '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: 'ignore',
  })
  const driver = spawn(DRIVER, [`--port=${port}`], {
    stdio: process.env.COMPTOIR_ENGINES_LOUD ? 'inherit' : 'ignore',
    env: {
      ...process.env,
      DISPLAY: `:${SCREEN}`,
      HOME: folder,
      TZ: 'Europe/Paris',
      LIBGL_ALWAYS_SOFTWARE: '1',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    },
  })
  const origin = `http://127.0.0.1:${port}`
  await answers(origin)
  const { sessionId, capabilities } = await send(origin, 'POST', 'session', {
    capabilities: {
      alwaysMatch: {
        'webkitgtk:browserOptions': { binary: PYTHON, args: [SHELL, folder, languages] },
      },
    },
  })
  const command = (name, parameters = {}) => {
    const [method, path] = COMMANDS[name]
    const at = `session/${sessionId}/${path.replace(':id', parameters.id)}`
    return send(origin, method, at, method === 'POST' ? parameters : undefined)
  }
  return {
    name: `WebKitGTK ${capabilities.browserVersion}`,
    command,
    resize: (width, height) => command('place', { width, height }),
    end: async () => {
      await send(origin, 'DELETE', `session/${sessionId}`).catch(() => undefined)
      driver.kill()
      screen.kill()
    },
  }
}

async function send(origin, method, path, body) {
  const answer = await fetch(`${origin}/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  const { value } = await answer.json()
  if (!answer.ok) throw new Refusal(path, value)
  return value
}

async function answers(origin) {
  for (let tries = 0; tries < 100; tries += 1) {
    const isUp = await fetch(`${origin}/status`).then(
      answer => answer.ok,
      () => false,
    )
    if (isUp) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('WebKitWebDriver does not answer')
}
