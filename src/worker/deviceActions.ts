// What the worker does with the shop's other devices: loaded where this one has any, or is to have.
import { besideMethods } from './besideActions'
import { runAlone, runInTurn } from './runAlone'
import { fail, ok, type Result } from '@/core/errors'
import type { SharingError } from '@/core/sharing/sharingError'
import type { SharingState } from '@/core/sharing/sharingState'
import { findMailboxServer } from '@/sharing/findMailboxServer'
import { mailboxServer } from '@/sharing/mailboxServer'
import type { TillContext } from '@/till/context'
import { catalogueTurn } from '@/till/sharing/catalogueTurn'
import { beginFounding, keepFounding, type Founding } from '@/till/sharing/founding'
import { openSharing, type OpenSharing } from '@/till/sharing/group'
import { hostDevice, type HostedView, type Hosting } from '@/till/sharing/hosting'
import { goOnUnderDue, leaveShop, recoverHere } from '@/till/sharing/joining'
import { mayManage, removeDevice, shopOf } from '@/till/sharing/rotate'
import { lettersInUse } from '@/till/sharing/lettersInUse'
import { startSharing, type InTurn, type SharingLoop } from '@/till/sharing/startSharing'
import { visitHost, type GuestView } from '@/till/sharing/visiting'
import { writingKey } from '@/till/sharing/epochKeys'
import type { Role } from '@/till/sharing/letIn'

export { goOnAtFaults } from '@/till/journal/goOnAfterFault'

export type DeviceMethods = ReturnType<typeof deviceMethods>

/** What a page asks of the worker about the shop's devices. */
export function deviceMethods(context: TillContext) {
  let founding: Founding | undefined
  let hosting: Hosting | undefined
  let visit: AbortController | undefined
  let loop: SharingLoop | undefined
  let isSharing = false
  /** One step of this device at a time, in any tab. */
  const inTurn: InTurn = step => runInTurn('sharing-step', context.space, step)

  /** Exchanges for as long as the tab is open, one tab at a time: another begins when this one is gone. */
  async function share(onState: (state: SharingState) => void): Promise<void> {
    if (isSharing) return
    isSharing = true
    try {
      await goOnUnderDue(context)
      await runInTurn('sharing', context.space, async () => {
        const sharing = await openSharing(context)
        if (!sharing) return
        const server = mailboxServer(sharing.group.address)
        const catalogue = catalogueTurn(context, sharing, async take => {
          let isRun = false
          await runAlone('sync', context.space, async () => {
            await take()
            isRun = true
          })
          return isRun
        })
        loop = startSharing(context, { sharing, server, onState, inTurn, catalogue })
        await loop.over
      })
    } finally {
      isSharing = false
      loop = undefined
    }
  }

  /** What this device shares with, for an action of its owner. */
  async function withSharing<T>(
    act: (sharing: OpenSharing) => Promise<Result<T, SharingError>>,
  ): Promise<Result<T, SharingError>> {
    const sharing = await openSharing(context)
    if (!sharing) return fail({ code: 'sharing-not-open' })
    return act(sharing)
  }

  return {
    ...besideMethods(context, { inTurn, onExchanged: () => loop?.exchangeSoon() }),
    share,

    exchangeSoon: () => loop?.exchangeSoon(),

    /** The address of the server of mailboxes beside a page; null where none answers. */
    findServer: (page: string) => findMailboxServer(fetch.bind(globalThis), page),

    /** Founds the shop on this device; its paper key, which is to be noted before `keepFounded`. */
    async found(how: {
      address: string
      name: string
      code: string
    }): Promise<Result<{ paperCode: string }, SharingError>> {
      const begun = await beginFounding(context, { ...how, server: mailboxServer(how.address) })
      if (!begun.ok) return begun
      founding = begun.value
      return ok({ paperCode: founding.paperCode })
    },

    async keepFounded(): Promise<void> {
      if (founding) await keepFounding(context, founding)
      founding = undefined
    },

    /** Lets a device in: shows a code until it is over. */
    host: (role: Role, onView: (view: HostedView) => void) =>
      withSharing(async sharing => {
        hosting?.cancel()
        const shop = await shopOf(sharing)
        const key = writingKey(shop)
        if (!key || !mayManage(sharing, shop)) return fail({ code: 'sharing-not-manager' })
        hosting = hostDevice(context, {
          sharing,
          server: mailboxServer(sharing.group.address),
          mailbox: key.mailbox,
          role,
          alsoUsed: await lettersInUse(context, sharing),
          inTurn,
          onView,
        })
        await hosting.over
        loop?.exchangeSoon()
        return ok(null)
      }),

    typeDigits: (digits: string) => hosting?.typed(digits),
    stopHosting: () => hosting?.cancel(),

    /** Joins the shop whose code was read. */
    async visit(text: string, name: string, onView: (view: GuestView) => void): Promise<void> {
      visit?.abort()
      visit = new AbortController()
      const { signal } = visit
      await visitHost(context, { text, name, server: mailboxServer, signal, onView })
    },

    stopVisit: () => visit?.abort(),

    /** Puts a device out, for good. */
    remove: (device: string) =>
      withSharing(async sharing => {
        const refused = await inTurn(() => removeDevice(sharing, device))
        loop?.exchangeSoon()
        return refused ? fail({ code: 'sharing-not-manager' }) : ok(null)
      }),

    recover: (how: { address: string; typed: string; name: string }) =>
      inTurn(() => recoverHere(context, { ...how, server: mailboxServer(how.address) })),

    /** Another device writes in this one's name: it is to be let in again. */
    async leave(): Promise<void> {
      await loop?.stop()
      await inTurn(() => leaveShop(context))
    },
  }
}
