import { Dexie } from 'dexie'
import { Killed } from '../../simulation/sharing/memoryStore'
import {
  aCustomer,
  anArticle,
  aTender,
  aTicket,
  aTill,
  aUser,
  CONTEXT,
} from '../../support/factory'
import type { Chance } from '../../support/chance'
import { isKnownKey } from '@/core/sharing/ownValues'
import type { Carrier } from '@/core/sharing/carrier'

import { dropCustomer } from '@/storage/customers/customers'
import { OthersDatabase } from '@/storage/sharing/othersDatabase'
import { readSharedData, tablesOfShared } from '@/storage/sharing/sharedData'
import { storedSharing, type StoredSharing } from '@/storage/sharing/storedSharing'
import { isSettingSound } from '@/till/backup/packSettings'
import type { TillContext } from '@/till/context'
import { openTill } from '@/till/openTill'
import { sellTicket } from '@/till/payment/sellTicket'
import { exchange, type Exchange } from '@/till/sharing/exchange'
import { sayStatement, type Sharing } from '@/till/sharing/sayOwn'
import { makeDeviceKeys, type DeviceKeys, type GroupSecrets } from '@/till/sharing/sealBlock'

export interface Group {
  secrets: GroupSecrets
  paperKey: string
  chance: Chance
  now: () => string
}

const IDS = ['1', '2', '3']

/** A till and its real tables, whose exchanges may be killed between any two writes. */
export class StoredDevice {
  isArmed = false
  private tickets = 0

  private constructor(
    readonly context: TillContext,
    readonly othersDb: OthersDatabase,
    readonly keys: DeviceKeys,
    private readonly group: Group,
    readonly store: StoredSharing,
  ) {}

  static async make(letter: string, group: Group): Promise<StoredDevice> {
    const context = aTill({ tillCode: letter })
    await openTill(context)
    const othersDb = new OthersDatabase(`${context.tillDb.name}-others`)
    const keys = await makeDeviceKeys()
    const options = { tillDb: context.tillDb, othersDb, device: () => keys.device, isSettingSound }
    const device: StoredDevice = new StoredDevice(
      context,
      othersDb,
      keys,
      group,
      storedSharing(options),
    )
    device.killBetweenWrites()
    return device
  }

  get sharing(): Sharing {
    const { keys, group } = this
    const { secrets, paperKey, now } = group
    return { store: this.store, keys, secrets, paperKey, epoch: 1, now }
  }

  /** Each transaction of sharing may be the last thing that happens, or what never began. */
  private killBetweenWrites(): void {
    for (const db of [this.context.tillDb, this.othersDb]) {
      const transaction = db.transaction.bind(db) as (...parts: unknown[]) => Promise<unknown>
      const step = async () => {
        if (!this.isArmed) return
        if (this.group.chance.isOneIn(12)) throw new Killed()
        if (this.group.chance.isOneIn(8)) await this.changeMeanwhile()
      }
      const killed = async (...parts: unknown[]) => {
        await step()
        const done = await transaction(...parts)
        await step()
        return done
      }
      db.transaction = ((...parts: unknown[]) =>
        Dexie.currentTransaction || parts[0] === 'r'
          ? transaction(...parts)
          : killed(...parts)) as typeof db.transaction
    }
  }

  /** Somebody works on the till while it exchanges. */
  private async changeMeanwhile(): Promise<void> {
    this.isArmed = false
    await this.change()
    this.isArmed = true
  }

  letIn({ keys }: { keys: DeviceKeys }, letter: string): Promise<void> {
    const at = this.group.now()
    const grant = {
      kind: 'grant',
      device: keys.device,
      name: letter,
      letter,
      manages: false,
      at,
    } as const
    return sayStatement(this.sharing, grant)
  }

  async exchange(carrier: Carrier): Promise<Exchange | undefined> {
    try {
      return await exchange(this.sharing, carrier)
    } catch (error) {
      if (error instanceof Killed) return undefined
      throw error
    }
  }

  async sell(): Promise<void> {
    this.tickets += 1
    const ticket = aTicket([anArticle()], `${this.context.tillCode}-${this.tickets}`)
    const sold = await sellTicket(this.context, ticket, [aTender(anArticle().priceCents)], CONTEXT)
    if (!sold.ok) throw new Error(sold.error.code)
  }

  /** Something is changed on the till, as its own screens do: in its tables, and nowhere else. */
  async change(): Promise<void> {
    const { tillDb: db } = this.context
    const { chance } = this.group
    const id = IDS[chance.upTo(2)] ?? ''
    const text = `text ${chance.upTo(1_000)}`
    const acts = [
      async () => {
        // An id of an erased customer is never used again.
        if ((await db.sharedRows.get(`customer/${id}`))?.applied === null) return
        await db.customers.put(
          aCustomer({ customerId: id, name: text, email: `${id}@example.com` }),
        )
      },
      () => dropCustomer(db, id),
      () => db.customers.update(id, { note: text }),
      () => db.users.put(aUser({ userId: id, name: text })),
      () => db.users.update(id, { removedAt: this.group.now() }),
      () => db.ownArticles.put(anArticle({ articleId: `own-${id}`, name: text })),
      () =>
        db.articleEdits.put({
          articleId: `ps-${id}`,
          values: { name: text },
          base: { name: '' },
          editedAt: text,
        }),
      () => db.articleEdits.delete(`ps-${id}`),
      () => db.settings.put({ name: 'ownerEmail', value: text }),
      () =>
        db.settings.put({
          name: 'seller',
          value: { name: text, address: '', siret: '', vatNumber: '' },
        }),
      () =>
        db.settings.put({ name: 'counterRules', value: { mostUnaskedPieces: 1 + chance.upTo(9) } }),
      // The device's own: nobody hears of it.
      () => db.settings.put({ name: 'paperWidth', value: chance.isOneIn(2) ? 'a4' : '80mm' }),
    ]
    await db.transaction('rw', tablesOfShared(db).concat(db.sharedRows as never), async () => {
      await acts[chance.upTo(acts.length - 1)]?.()
    })
  }

  /** What is the whole shop's, as this till has it. */
  async shared() {
    const { tillDb } = this.context
    const data = await tillDb.transaction('r', tablesOfShared(tillDb), async () =>
      readSharedData(tillDb),
    )
    return { ...data, settings: new Map([...data.settings].sort(([a], [b]) => (a < b ? -1 : 1))) }
  }

  /** What is held of each known datum: equal on all devices once all was said. */
  async held() {
    const rows = await this.context.tillDb.sharedRows.toArray()
    return rows.filter(({ key }) => isKnownKey(key)).map(({ key, held }) => ({ key, held }))
  }
}
