import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { isLoopback } from '@/proxy/agent/counterAddress'
import { EquipmentUnreadable } from '@/proxy/agent/equipmentUnreadable'
import { readEach, type ListedEntry, type TellFault } from '@/proxy/agent/listedEntries'
import type { Equipment, EquipmentRules } from '@/proxy/agent/equipment'
import type { SumupReader } from './sumupReader'

const ORIGIN = 'https://api.sumup.com'

/**
 * The readers of SumUp of a list (`rdr_…`, or `Comptoir=rdr_…`), with the account's keys that the
 * environment has beside it. An entry that is none is told and left out.
 *
 * @throws EquipmentUnreadable where a key cannot be read.
 */
export function sumupReaders(
  entries: readonly ListedEntry[],
  env: Readonly<Record<string, string | undefined>>,
  rules: EquipmentRules,
  tell: TellFault,
): Equipment[] {
  if (entries.length === 0) return []
  const account = {
    origin: originOf(env.COMPTOIR_SUMUP_ADDRESS, rules),
    merchantCode: wordOf(env, 'COMPTOIR_SUMUP_MERCHANT', /^[A-Za-z0-9]{1,20}$/),
    apiKey: wordOf(env, 'COMPTOIR_SUMUP_KEY', /^[\x21-\x7e]{8,200}$/),
    affiliate: {
      appId: wordOf(env, 'COMPTOIR_SUMUP_APP', /^[\w.-]{1,100}$/),
      key: wordOf(env, 'COMPTOIR_SUMUP_AFFILIATE', /^[\w-]{1,100}$/),
    },
  }
  return readEach(entries, (entry, number) => readerOf(entry, number, account), tell)
}

/** What is wrong with an entry is told by its number: a key may stand in its place. */
function readerOf(
  { name, device: readerId }: ListedEntry,
  number: number,
  account: Omit<SumupReader, 'readerId'>,
): Equipment {
  if (!/^rdr_[A-Za-z0-9]{8,60}$/.test(readerId)) {
    throw new EquipmentUnreadable(`l’entrée ${number} n’est pas un lecteur (rdr_…)`)
  }
  const sumup = { ...account, readerId }
  const hash = createHash('sha256').update(`sumup ${readerId}`).digest('hex')
  const { hostname, port } = new URL(account.origin)
  return {
    id: `terminal-${hash.slice(0, 10)}`,
    kind: 'terminal',
    name,
    host: hostname,
    port: Number(port) || 443,
    sumup,
  }
}

/** SumUp's address alone; in tests, this machine's. */
function originOf(address: string | undefined, { allowsLoopback }: EquipmentRules): string {
  if (address === undefined) return ORIGIN
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isHere = url !== undefined && isIP(url.hostname) !== 0 && isLoopback(url.hostname)
  if (!allowsLoopback || !isHere) {
    throw unreadable('COMPTOIR_SUMUP_ADDRESS', 'cette adresse n’est pas celle de SumUp')
  }
  return url.origin
}

/** A word of the environment. What is wrong with it is told without it: it may be a key. */
function wordOf(
  env: Readonly<Record<string, string | undefined>>,
  variable: string,
  form: RegExp,
): string {
  const word = env[variable]?.trim() ?? ''
  if (!form.test(word))
    throw unreadable(variable, 'absent, ou d’une autre forme que celle de SumUp')
  return word
}

const unreadable = (variable: string, why: string) =>
  new EquipmentUnreadable(`${variable} : ${why}`)
