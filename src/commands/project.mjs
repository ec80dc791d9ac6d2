import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Path of the project's root. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Runs a command to its end and shows its output; rejects when it fails. */
export function run(command, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { cwd: root, stdio: 'inherit', ...options })
    child.on('error', reject)
    child.on('exit', code =>
      code === 0 ? resolve() : reject(new Error(`${command} ${parameters[0]} : code ${code}`)),
    )
  })
}

/**
 * Runs a tool of node_modules in this Node process's own binary, so that stopping it stops the
 * tool.
 */
export const runTool = (path, parameters, options) =>
  run(process.execPath, [`node_modules/${path}`, ...parameters], options)
