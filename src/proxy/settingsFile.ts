import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadEnvFile } from 'node:process'

/** What whoever runs the server keeps its settings in, one on each line: `COMPTOIR_PRINTER=Comptoir=192.168.1.50`. */
const SETTINGS_FILE = 'comptoir.env'

/** The settings are there and cannot be read; the text tells whoever starts the server what to do. */
export class SettingsUnreadable extends Error {
  override readonly name = 'SettingsUnreadable'
}

/**
 * Takes the settings kept in the folder that the server runs in, where there are any, into the process's
 * environment; what was set there already stays. Returns the file's name, or null where there is none.
 *
 * @throws SettingsUnreadable where the system refuses to read it: a server without them would serve another shop.
 */
export function readSettingsFile(folder: string): string | null {
  const file = join(folder, SETTINGS_FILE)
  if (!existsSync(file)) return null
  try {
    loadEnvFile(file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new SettingsUnreadable(
      `${file} ne peut pas être lu (${String(error.code)}). Le serveur ne démarre pas sans ses réglages ; les ventes sont sur les appareils, intactes. Rendez ce fichier à qui lance le serveur, ou ôtez-le.`,
      { cause: error },
    )
  }
  return SETTINGS_FILE
}
