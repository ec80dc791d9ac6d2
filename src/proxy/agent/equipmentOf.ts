import { parseEquipment, type Equipment, type EquipmentRules } from './equipment'
import { EquipmentUnreadable } from './equipmentUnreadable'
import { listedEntries } from './listedEntries'
import { sumupReaders } from './terminal/sumupReaders'

/**
 * All devices that the environment lists.
 *
 * @throws EquipmentUnreadable where a list or a key cannot be read.
 */
export function equipmentOf(
  env: Readonly<Record<string, string | undefined>>,
): { list: Equipment[] } & EquipmentRules {
  const allowsLoopback = env.COMPTOIR_ALLOW_LOOPBACK === '1'
  const onNetwork = (['terminal', 'printer'] as const).flatMap(kind => {
    const variable = `COMPTOIR_${kind.toUpperCase()}`
    return readList(variable, () => parseEquipment(kind, env[variable], { allowsLoopback }))
  })
  const entries = readList('COMPTOIR_SUMUP', () => listedEntries(env.COMPTOIR_SUMUP))
  return { list: [...onNetwork, ...sumupReaders(entries, env, { allowsLoopback })], allowsLoopback }
}

/** Reads a list; what is wrong with it is told with the variable that holds it. */
function readList<Some>(variable: string, read: () => Some): Some {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof EquipmentUnreadable)) throw error
    throw new EquipmentUnreadable(
      `${variable} : ${error.message}. Corrigez cette liste, puis relancez le serveur.`,
      { cause: error },
    )
  }
}
