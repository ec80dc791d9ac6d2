import type { TillContext } from '@/till/context'
import { stockDeltasOf } from '@/core/stock/stockDeltas'
import { unsentFor } from '@/core/stock/stockSaid'
import { readEntriesAfter } from '@/storage/journal/journal'
import { readSetting } from '@/storage/settings/settings'
import { readStockSaid } from '@/storage/sharing/ownStock'
import { readJournalName } from '@/storage/sharing/unsaidEntries'

/** Who sends the shop's stock, and what of this device's sales is still to be sent. */
export interface StockHandover {
  /** The device that was named; empty where none was. */
  sender: string
  /** Devices that can write the shop's stock, as far as they said. */
  able: readonly string[]
  /** When the sender last had sent all it had, as far as it said; ISO 8601. */
  sentAt: string | null
  /** Sales of this device that are for another one, which did not say yet that it sent them. */
  unsent: readonly { device: string; count: number }[]
}

/** So many entries are looked at; more than that is a day of a device that is away. */
const MOST_ENTRIES = 1_000

/** Reads what a screen shows of who sends the shop's stock. */
export async function readHandover({ tillDb, space }: TillContext): Promise<StockHandover> {
  const sender = (await readSetting(tillDb, 'stockBy'))?.shop ?? ''
  const said = await readStockSaid(tillDb)
  const { own = '', steps = {} } = (await readSetting(tillDb, 'stockHanded')) ?? {}
  const counts = new Map<string, number>()
  for (const [till, list] of Object.entries(steps)) {
    const journal = await readJournalName(tillDb, till)
    const number = (await tillDb.heads.get(till))?.number ?? 0
    if (!journal) continue
    const others = new Set(list.map(({ to }) => to).filter(to => to !== '' && to !== own))
    for (const to of others) {
      for (const { after, upTo } of unsentFor(to, { journal, number, steps: list }, said)) {
        const entries = await readEntriesAfter(tillDb, till, after, MOST_ENTRIES, upTo)
        const sales = entries.filter(entry => stockDeltasOf(entry, space).length > 0)
        counts.set(to, (counts.get(to) ?? 0) + sales.length)
      }
    }
  }
  return {
    sender,
    able: said.filter(({ canSend }) => canSend).map(({ device }) => device),
    sentAt: said.find(({ device }) => device === sender)?.sentAt ?? null,
    unsent: [...counts].flatMap(([device, count]) => (count > 0 ? [{ device, count }] : [])),
  }
}
