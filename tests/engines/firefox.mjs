// Firefox, driven by its own Marionette over TCP: what geckodriver would translate to.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { COMMANDS, Refusal } from './commands.mjs'

const PLACES = ['/usr/bin/firefox-esr', '/usr/bin/firefox']
const ANSWER = 1

/** Path of the system's Firefox; undefined where there is none. */
export const findFirefox = () =>
  [process.env.FIREFOX_PATH, ...PLACES].find(path => path && existsSync(path))

/** Starts Firefox on a profile that stays on the disk, so that it may be closed and opened again. */
export async function startFirefox({ folder, port, languages }) {
  const profile = join(folder, 'firefox')
  mkdirSync(profile, { recursive: true })
  writeFileSync(join(profile, 'user.js'), preferences({ port, languages, folder }))
  const browser = spawn(
    findFirefox(),
    [
      '--headless',
      '--no-remote',
      '--profile',
      profile,
      '--marionette',
      '--remote-allow-system-access',
      'about:blank',
    ],
    {
      stdio: 'ignore',
      env: { ...process.env, HOME: folder, TZ: 'Europe/Paris', MOZ_DISABLE_CONTENT_SANDBOX: '1' },
    },
  )
  const { send, end } = await reach(port)
  const { capabilities } = await send('WebDriver:NewSession', {})
  return {
    name: `Firefox ${capabilities.browserVersion}`,
    command: async (name, parameters = {}) => {
      const answer = await send(COMMANDS[name][2], parameters)
      return answer !== null && typeof answer === 'object' && 'value' in answer
        ? answer.value
        : answer
    },
    /** Firefox makes no window as narrow as a phone: the page's own box is set, as its tools do. */
    resize: (width, height) => inChrome(send, SET_BOX, [width, height]),
    end: async () => {
      await send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined)
      end()
      await ended(browser)
    },
  }
}

const SET_BOX = `
  const [width, height] = arguments
  const browser = gBrowser.selectedBrowser
  for (const [side, size] of [['width', width], ['height', height]]) {
    for (const bound of ['', 'min-', 'max-']) browser.style.setProperty(bound + side, size + 'px', 'important')
  }`

async function inChrome(send, script, parameters) {
  await send('Marionette:SetContext', { value: 'chrome' })
  await send('WebDriver:ExecuteScript', { script, args: parameters })
  await send('Marionette:SetContext', { value: 'content' })
}

function preferences({ port, languages, folder }) {
  const all = {
    'marionette.port': port,
    'intl.accept_languages': languages,
    'browser.shell.checkDefaultBrowser': false,
    'browser.sessionstore.resume_from_crash': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'app.update.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'browser.download.folderList': 2,
    'browser.download.dir': folder,
    'browser.download.useDownloadDir': true,
    'browser.download.always_ask_before_handling_new_types': false,
    // What a person answers in its bar: yes.
    'dom.storageManager.prompt.testing': true,
    'dom.storageManager.prompt.testing.allow': true,
  }
  return Object.entries(all)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
    .join('\n')
}

/** A connection to Marionette: each message is its length, a colon and JSON. */
async function reach(port) {
  const socket = await dial(port)
  const waiting = new Map()
  let bytes = Buffer.alloc(0)
  let last = 0
  socket.on('data', piece => {
    bytes = Buffer.concat([bytes, piece])
    for (;;) {
      const colon = bytes.indexOf(':')
      const length = Number(bytes.subarray(0, colon))
      if (colon === -1 || bytes.length < colon + 1 + length) return
      const message = JSON.parse(bytes.subarray(colon + 1, colon + 1 + length).toString())
      bytes = bytes.subarray(colon + 1 + length)
      if (message[0] === ANSWER) waiting.get(message[1])?.(message[2], message[3])
    }
  })
  socket.on('close', () => {
    for (const settle of waiting.values()) settle({ error: 'closed', message: 'Firefox is gone' })
  })
  const send = (command, parameters) =>
    new Promise((resolve, reject) => {
      last += 1
      waiting.set(last, (error, result) =>
        error ? reject(new Refusal(command, error)) : resolve(result),
      )
      const text = JSON.stringify([0, last, command, parameters])
      socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
  return { send, end: () => socket.destroy() }
}

async function dial(port) {
  for (let tries = 0; tries < 300; tries += 1) {
    const socket = await new Promise(resolve => {
      const opening = connect(port, '127.0.0.1', () => resolve(opening))
      opening.on('error', () => resolve(undefined))
    })
    if (socket) return socket
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('Firefox does not answer')
}

function ended(browser) {
  if (browser.exitCode !== null) return undefined
  const killing = setTimeout(() => browser.kill('SIGKILL'), 10_000)
  return new Promise(resolve =>
    browser.once('exit', () => {
      clearTimeout(killing)
      resolve()
    }),
  )
}
