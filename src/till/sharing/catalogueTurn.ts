import type { TillContext } from '@/till/context'
import { LANES } from '@/core/sharing/block'
import { watchTables } from '@/storage/watchTables'
import { sayCatalogue, takeCatalogue } from './catalogueLane'
import type { Sharing } from './sayOwn'

/** What an exchange does with the shop as devices read it. */
export interface CatalogueTurn {
  /** Says what this device read since it last said so. */
  say: () => Promise<void>
  /** Takes what another read later, if there is anything new of it. */
  take: () => Promise<void>
  /** Calls back when this device read the shop. Returns a function that stops it. */
  watch: (onRead: () => void) => () => void
}

/**
 * The catalogue lane in the exchanges of a device. It is looked at when there is a reason to: its
 * blocks hold the whole shop. `alone` runs something unless a sync is under way, and says whether it
 * ran: what is read here meanwhile is later than what others told.
 */
export function catalogueTurn(
  context: TillContext,
  sharing: Sharing,
  alone: (take: () => Promise<void>) => Promise<boolean>,
): CatalogueTurn {
  let isReadSince = true
  let taken = ''

  return {
    async say() {
      if (!isReadSince) return
      isReadSince = false
      await sayCatalogue(sharing, context)
    },
    async take() {
      const streams = await sharing.store.knownStreams()
      const told = streams.filter(({ lane }) => lane === LANES.catalogue)
      const now = told.map(({ device, hash }) => `${device} ${hash}`).join()
      if (now === taken) return
      const isDone = await alone(async () => {
        await takeCatalogue(sharing, context)
      })
      if (isDone) taken = now
    },
    watch: onRead =>
      watchTables(context.catalogueDb, ['syncRuns'], () => {
        isReadSince = true
        onRead()
      }),
  }
}
