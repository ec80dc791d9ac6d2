import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Where the project is. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Runs a command to its end, its output shown; rejects when it fails. */
export function run(command, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { cwd: root, stdio: 'inherit', ...options })
    child.on('error', reject)
    child.on('exit', code =>
      code === 0 ? resolve() : reject(new Error(`${command} ${parameters[0]} : code ${code}`)),
    )
  })
}

/** Runs a tool of node_modules with this very Node, so that stopping it stops the tool. */
export const runTool = (path, parameters, options) =>
  run(process.execPath, [`node_modules/${path}`, ...parameters], options)
