/**
 * What is set or kept about the counter's equipment cannot be read or written; the text tells whoever
 * starts the server what to do.
 */
export class EquipmentUnreadable extends Error {
  override readonly name = 'EquipmentUnreadable'
}

/**
 * Reads or writes a file about the equipment.
 *
 * @throws EquipmentUnreadable where the disk refuses it.
 */
export function withFile<Done>(file: string, act: () => Done): Done {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new EquipmentUnreadable(
      `${file} ne peut être ni lu ni écrit (${String(error.code)}). Rendez ce fichier et son dossier à qui lance le serveur, ou donnez un autre dossier par COMPTOIR_STATE.`,
      { cause: error },
    )
  }
}
