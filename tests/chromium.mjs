// The browser for tests and measurements. This file may import only what Node provides.
import { existsSync } from 'node:fs'
import { run } from '../src/commands/project.mjs'

/** Path of the system's Chromium; its package manager installs it where it is missing. */
export async function findChromium() {
  const places = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  const find = () => places.find(place => place && existsSync(place))
  if (find()) return find()

  console.log('Chromium n’est pas là : installation par apt-get…')
  try {
    await apt('update', '-qq')
    await apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')
  } catch {
    throw new Error(
      'Chromium manque et n’a pu être installé. Installez-le, ou donnez son chemin : CHROMIUM_PATH=… npm test',
    )
  }
  return find()
}

const SHELL = '/usr/bin/chromium-headless-shell'

/**
 * Path of Chromium without its window, which opens a page in half the time; the system's package
 * manager installs it where it has it. Else the whole Chromium, as where its path was given.
 */
export async function findShell() {
  const chromium = await findChromium()
  if (process.env.CHROMIUM_PATH || chromium !== '/usr/bin/chromium') return chromium
  if (existsSync(SHELL)) return SHELL
  try {
    await apt('update', '-qq')
    await apt('install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell')
  } catch (error) {
    console.log(`(chromium-headless-shell n’a pu être installé : ${error.message})`)
  }
  return existsSync(SHELL) ? SHELL : chromium
}

const IMPATIENT = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=30']

function apt(...parameters) {
  const isRoot = process.getuid?.() === 0
  const all = [...IMPATIENT, ...parameters]
  return isRoot ? run('apt-get', all) : run('sudo', ['-n', 'apt-get', ...all])
}
