import type { TillContext } from '@/till/context'
import type { OpenSharing } from '@/till/sharing/group'
import { shopOf } from '@/till/sharing/rotate'
import { presentMembers } from '@/core/sharing/roster'
import { NOTHING_HANDED, TAKEOVER_MS } from '@/core/stock/stockHanded'
import { sendersFor } from '@/core/stock/stockSaid'
import { stockMethodsOf } from '@/prestashop/writeStock'
import { readRecord } from '@/storage/catalogue/heldShop'
import { sealingTables } from '@/storage/journal/append'
import { keepSetting, readSetting } from '@/storage/settings/settings'
import { readStockSaid } from '@/storage/sharing/ownStock'
import { unfollowAll } from '@/storage/stock/followed'
import { traceStockFor } from './stockFor'

/**
 * A device was put out by this one: what was for it to send is sent by the one that sends now, which
 * is another one where it sent itself.
 */
export async function replaceSender(
  { tillDb }: Pick<TillContext, 'tillDb'>,
  sharing: OpenSharing,
  device: string,
): Promise<void> {
  const rule = await readSetting(tillDb, 'stockBy')
  if (rule?.shop === undefined) return
  const { roster } = await shopOf(sharing)
  const own = sharing.keys.device
  const said = await readStockSaid(tillDb)
  const able = [own, ...presentMembers(roster).map(one => one.device)].find(
    one => one !== device && said.some(by => by.device === one && by.canSend),
  )
  const shop = rule.shop === device ? (able ?? own) : rule.shop
  await keepSetting(tillDb, 'stockBy', { ...rule, shop, [device]: shop || (able ?? own) })
}

/**
 * Follows whom the shop names to send its stock: from its next entry on, the changes of this device's
 * sales are for that one. What was sealed before stays for whom it was. Where nobody was named yet and
 * this device sends, it is said to be the one, once it has read all the others said (`hasReadAll`).
 */
export async function followSender(
  context: TillContext,
  sharing: OpenSharing,
  hasReadAll: boolean,
): Promise<void> {
  const { tillDb } = context
  const { roster } = await shopOf(sharing)
  const own = sharing.keys.device
  const member = roster.find(({ device }) => device === own)
  // One that only reads has no sales; one that was put out says no more.
  if (!member || member.removal !== null || member.letter === null) return
  const canSend = await canSendStock(context)
  await tillDb.transaction('rw', [...sealingTables(tillDb), tillDb.outbox], async () => {
    const rule = (await readSetting(tillDb, 'stockBy')) ?? {}
    const isOn = (await readSetting(tillDb, 'sendsStock')) ?? false
    const kept = await readSetting(tillDb, 'stockHanded')
    const before = kept?.own === own ? kept : { ...(kept ?? NOTHING_HANDED), own, to: '' }
    // One of whom nothing is known here yet changes nothing.
    let to = rule.shop === '' ? '' : sendersFor(rule.shop ?? '', rule, roster).at(-1)
    if (rule.shop === undefined && isOn && canSend && hasReadAll) {
      await keepSetting(tillDb, 'stockBy', { ...rule, shop: own })
      to = own
    }
    if (to !== undefined && to !== before.to) {
      const now = await traceStockFor(context, before, to)
      const isTakenOver = presentMembers(roster).some(({ device }) => device === before.to)
      const waitsUntil = to === own && isTakenOver ? isoPlus(context.now().at, TAKEOVER_MS) : null
      await keepSetting(tillDb, 'stockHanded', { ...now, canSend, waitsUntil })
      // Another one's writes are not those of a stranger.
      if (to !== own) await unfollowAll(tillDb)
    } else if (kept?.own !== own || before.canSend !== canSend) {
      await keepSetting(tillDb, 'stockHanded', { ...before, canSend })
    }
    // Named, it sends; where the owner named nobody, none does. One that was named before ends.
    if (to === own && !isOn) await keepSetting(tillDb, 'sendsStock', true)
    if (to === '' && isOn) await keepSetting(tillDb, 'sendsStock', false)
  })
}

/** Whether this device is connected with a key that may write stock, as far as a sync read that. */
async function canSendStock({ tillDb, catalogueDb }: TillContext): Promise<boolean> {
  const connection = await readSetting(tillDb, 'connection')
  if (!connection?.key) return false
  const state = await readRecord(catalogueDb, 'state')
  return !state || stockMethodsOf(state.rights).length > 0
}

const isoPlus = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString()
