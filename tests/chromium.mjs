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
  const isRoot = process.getuid?.() === 0
  const apt = (...parameters) =>
    isRoot ? run('apt-get', parameters) : run('sudo', ['-n', 'apt-get', ...parameters])
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
