import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadEnvFile } from 'node:process'

/** What whoever runs the server keeps its settings in, one on each line: `COMPTOIR_PRINTER=Comptoir=192.168.1.50`. */
const SETTINGS_FILE = 'comptoir.env'

/**
 * Takes the settings kept in the folder that the server runs in, where there are any, into the process's
 * environment; what was set there already stays. Returns the file's name, or null where there is none.
 *
 * @throws the system's error where the file cannot be read.
 */
export function readSettingsFile(folder: string): string | null {
  const file = join(folder, SETTINGS_FILE)
  if (!existsSync(file)) return null
  loadEnvFile(file)
  return SETTINGS_FILE
}
