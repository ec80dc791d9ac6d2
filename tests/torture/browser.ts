import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type BrowserContext } from '@playwright/test'
import { chromiumArguments, chromiumPath } from '../e2e/playwright.config'

/** A browser whose process can be killed, over a profile that stays. */
export interface KillableBrowser {
  context: () => BrowserContext
  /** SIGKILL of all its processes. */
  kill: () => Promise<void>
  start: () => Promise<void>
  /** Kills it and removes its profile. */
  end: () => Promise<void>
}

/** Starts the system's Chromium over a new profile; `prepare` is done with its context, each time. */
export async function startBrowser(
  prepare: (context: BrowserContext) => Promise<void>,
): Promise<KillableBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'comptoir-torture-'))
  let running: ChildProcess | undefined
  let context: BrowserContext | undefined

  async function start(): Promise<void> {
    rmSync(join(profile, 'DevToolsActivePort'), { force: true })
    const parameters = [
      ...chromiumArguments,
      '--headless',
      '--remote-debugging-port=0',
      '--accept-lang=fr-FR',
      '--window-size=1280,800',
      '--hide-scrollbars',
      `--user-data-dir=${profile}`,
      'about:blank',
    ]
    // A group of its own, so that a kill reaches every process of it and nothing else.
    running = spawn(chromiumPath, parameters, {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, TZ: 'Europe/Paris' },
    })
    const browser = await chromium.connectOverCDP(await addressOf(profile))
    context = browser.contexts()[0]
    if (!context) throw new Error('the browser has no profile open')
    await prepare(context)
  }

  async function kill(): Promise<void> {
    const killed = running
    if (!killed?.pid || killed.exitCode !== null || killed.signalCode !== null) return
    const ended = new Promise(resolve => killed.once('exit', resolve))
    process.kill(-killed.pid, 'SIGKILL')
    await ended
  }

  await start()
  return {
    context: () => {
      if (!context) throw new Error('the browser is not started')
      return context
    },
    kill,
    start,
    async end() {
      await kill()
      // Its children may still be leaving their files.
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    },
  }
}

/** Where the browser listens, once it says so. */
async function addressOf(profile: string): Promise<string> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    const [port, path] = said(join(profile, 'DevToolsActivePort')).split('\n')
    if (port && path) return `ws://127.0.0.1:${port}${path}`
    await sleep(10)
  }
  throw new Error('the browser did not start')
}

function said(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Not written yet.
    return ''
  }
}
