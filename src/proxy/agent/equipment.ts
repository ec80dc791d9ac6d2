import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { EquipmentUnreadable } from './equipmentUnreadable'
import { listedEntries, readEach, type ListedEntry, type TellFault } from './listedEntries'
import type { SumupReader } from './terminal/sumupReader'

/** Kinds of equipment that the server reaches for the counter, each on a port of its own. */
export const KINDS = { terminal: 8888, printer: 9100 } as const
export type EquipmentKind = keyof typeof KINDS

/** One device that whoever runs the server allowed; its address stays on the server. */
export interface Equipment {
  /** What pages know it by; it stays the same as long as its address does. */
  id: string
  kind: EquipmentKind
  /** Name for people; empty where none was given. */
  name: string
  /** An IP address, or a name that is looked up at each connection. */
  host: string
  port: number
  /** How a reader of SumUp is asked, by SumUp's own server; absent for a device of the shop's network. */
  sumup?: SumupReader
}

/** What a page may know of a device. */
export interface ShownEquipment extends Pick<Equipment, 'id' | 'kind' | 'name'> {
  /** Of a terminal: whether it gives the customer's card slip to the till. */
  hasSlip?: boolean
}

export interface EquipmentRules {
  /** For tests: a device may be on this machine, and at any port. */
  allowsLoopback: boolean
}

const HOST_NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i

/**
 * The devices of one kind that an environment variable lists: `192.168.1.60`, with a name before
 * (`Comptoir=192.168.1.60`), several separated by commas. The port may be written, and is the kind's.
 * An entry that is none is told and left out.
 */
export function parseEquipment(
  kind: EquipmentKind,
  listed: string | undefined,
  rules: EquipmentRules,
  tell: TellFault,
): Equipment[] {
  return readEach(listedEntries(listed, tell), entry => parseEntry(kind, entry, rules), tell)
}

function parseEntry(
  kind: EquipmentKind,
  { name, device: entry }: ListedEntry,
  rules: EquipmentRules,
): Equipment {
  const [, bracketed, plain, written] =
    /^(?:\[([^\]]+)\]|([^:]+|[0-9a-f:]+:[0-9a-f:.%\w]*))(?::(\d{1,5}))?$/i.exec(entry) ?? []
  const host = bracketed ?? plain ?? ''
  if (isIP(host) === 0 && !HOST_NAME.test(host))
    throw new EquipmentUnreadable(`« ${entry} » n’est pas une adresse`)
  const port = written === undefined ? KINDS[kind] : Number(written)
  if (port !== KINDS[kind] && !rules.allowsLoopback) {
    throw new EquipmentUnreadable(`« ${entry} » : le port est ${KINDS[kind]}`)
  }
  const id = idOf(kind, host, port)
  return { id, kind, name, host, port }
}

/** Told by the address alone, so that a list in another order pays at no other terminal. */
function idOf(kind: EquipmentKind, host: string, port: number): string {
  const hash = createHash('sha256').update(`${kind} ${host.toLowerCase()} ${port}`).digest('hex')
  return `${kind}-${hash.slice(0, 10)}`
}
