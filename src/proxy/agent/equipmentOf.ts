import { parseEquipment, type Equipment, type EquipmentRules } from './equipment'
import { EquipmentUnreadable } from './equipmentUnreadable'
import { listedEntries } from './listedEntries'
import { sumupReaders } from './terminal/sumupReaders'

/** Something in the settings that is no device: it is left out, and whoever runs the server corrects it. */
export interface SettingFault {
  variable: string
  /** What is wrong, and what to do, for whoever reads the server's terminal. */
  text: string
}

/** All devices that the environment lists, and what it has that is none: one wrong entry costs no other device. */
export function equipmentOf(
  env: Readonly<Record<string, string | undefined>>,
): { list: Equipment[]; faults: SettingFault[] } & EquipmentRules {
  const allowsLoopback = env.COMPTOIR_ALLOW_LOOPBACK === '1'
  const faults: SettingFault[] = []
  const tellOf = (variable: string) => (what: string) =>
    void faults.push({
      variable,
      text: `${variable} : ${what}. Les autres appareils servent. Corrigez ce réglage, puis relancez le serveur.`,
    })
  const onNetwork = (['terminal', 'printer'] as const).flatMap(kind => {
    const variable = `COMPTOIR_${kind.toUpperCase()}`
    return parseEquipment(kind, env[variable], { allowsLoopback }, tellOf(variable))
  })
  const tellSumup = tellOf('COMPTOIR_SUMUP')
  const entries = listedEntries(env.COMPTOIR_SUMUP, tellSumup)
  const readers = orNone(() => sumupReaders(entries, env, { allowsLoopback }, tellSumup), tellSumup)
  return { list: [...onNetwork, ...readers], faults, allowsLoopback }
}

/** Without the account's keys no reader is asked. */
function orNone(read: () => Equipment[], tell: (what: string) => void): Equipment[] {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof EquipmentUnreadable)) throw error
    tell(error.message)
    return []
  }
}
