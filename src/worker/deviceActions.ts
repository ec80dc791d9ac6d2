// What the worker does with the shop's other devices: loaded where this one has any, or is to have.
import { runAlone, runInTurn } from './runAlone'
import { fail, ok, type ApprovalError, type Result } from '@/core/errors'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { deviceAct } from '@/core/people/approval'
import type { SharingError } from '@/core/sharing/sharingError'
import type { SharingState } from '@/core/sharing/sharingState'
import { findMailboxServer } from '@/sharing/findMailboxServer'
import { mailboxServer } from '@/sharing/mailboxServer'
import { approvalOf } from '@/storage/journal/refusals'
import type { OwnAct } from '@/storage/people/approvals'
import type { TillContext } from '@/till/context'
import { recordTrace } from '@/till/journal/recordTrace'
import { withRight } from '@/till/people/withRight'
import { catalogueTurn } from '@/till/sharing/catalogueTurn'
import { beginFounding, keepFounding, type Founding } from '@/till/sharing/founding'
import { openSharing, type OpenSharing } from '@/till/sharing/group'
import { hostDevice, type HostedView, type Hosting } from '@/till/sharing/pairing/hosting'
import { goOnUnderDue, hasMovedOn, leaveShop, recoverHere } from '@/till/sharing/joining'
import { recordOrdersBy } from '@/till/sharing/ordersElsewhere'
import { readSetting } from '@/storage/settings/settings'
import { mayManage, removeDevice, shopOf } from '@/till/sharing/rotate'
import { lettersInUse } from '@/till/sharing/lettersInUse'
import { startSharing, type InTurn, type SharingLoop } from '@/till/sharing/startSharing'
import { visitHost, type GuestView } from '@/till/sharing/pairing/visiting'
import { writingKey } from '@/till/sharing/epochKeys'
import type { Role } from '@/till/sharing/letIn'

export { goOnAtFaults } from '@/till/journal/goOnAfterFault'

type DeviceResult<T> = Result<T, SharingError | ApprovalError>

export type DeviceMethods = ReturnType<typeof deviceMethods>

/** What a page asks of the worker about the shop's devices. */
export function deviceMethods(context: TillContext) {
  let founding: Founding | undefined
  let loop: SharingLoop | undefined
  let isSharing = false
  /** One step of this device at a time, in any tab. */
  const inTurn: InTurn = step => runInTurn('sharing-step', context.space, step)

  /** Exchanges for as long as the tab is open, one tab at a time: another begins when this one is gone. */
  async function share(onState: (state: SharingState) => void): Promise<void> {
    if (isSharing) return
    isSharing = true
    try {
      await inTurn(() => goOnUnderDue(context))
      // The page opens again under the new till code, and shares then.
      if (await hasMovedOn(context)) return
      await runInTurn('sharing', context.space, async () => {
        const sharing = await inTurn(() => openSharing(context))
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
  const withSharing = <T>(
    act: OwnAct,
    run: (sharing: OpenSharing) => Promise<DeviceResult<T>>,
  ): Promise<DeviceResult<T>> =>
    allowed(act, async () => {
      const sharing = await inTurn(() => openSharing(context))
      return sharing ? run(sharing) : fail({ code: 'sharing-not-open' })
    })

  /** Does something with devices, once the right to it was taken. */
  async function allowed<T>(
    act: OwnAct,
    run: () => Promise<DeviceResult<T>>,
  ): Promise<DeviceResult<T>> {
    try {
      await withRight(context, act, () => Promise.resolve())
    } catch (error) {
      const refusal = approvalOf(error)
      if (!refusal) throw error
      return fail(refusal)
    }
    return run()
  }

  return {
    share,

    exchangeSoon: () => loop?.exchangeSoon(),

    /** The address of the server of mailboxes beside a page; null where none answers. */
    findServer: (page: string) => findMailboxServer(fetch.bind(globalThis), page),

    /** Founds the shop on this device; its paper key, which is to be noted before `keepFounded`. */
    found: (user: UserV1, how: { address: string; name: string; code: string }) =>
      allowed<{ paperCode: string }>({ user, ...deviceAct('found') }, async () => {
        const server = mailboxServer(how.address)
        const begun = await inTurn(() => beginFounding(context, { ...how, server }))
        if (!begun.ok) return begun
        founding = begun.value
        return ok({ paperCode: founding.paperCode })
      }),

    async keepFounded(): Promise<Result<null, SharingError>> {
      const begun = founding
      founding = undefined
      return begun ? inTurn(() => keepFounding(context, begun)) : fail({ code: 'sharing-not-open' })
    },

    ...pairingMethods(context, {
      withSharing,
      allowed,
      inTurn,
      exchangeSoon: () => loop?.exchangeSoon(),
    }),

    /** Puts a device out, for good. */
    remove: (user: UserV1, device: string) =>
      withSharing<null>({ user, ...deviceAct('put-out', device) }, async sharing => {
        const { roster } = await shopOf(sharing)
        const member = roster.find(one => one.device === device)
        const refused = await inTurn(() => removeDevice(sharing, device))
        const isRecorder = (await readSetting(context.tillDb, 'ordersBy')) === device
        if (!refused && isRecorder) await recordOrdersBy(context, sharing.keys.device)
        loop?.exchangeSoon()
        if (refused || !member) return fail({ code: 'sharing-not-manager' })
        const { name, letter } = member
        await recordTrace(context, user, 'device-put-out', { name, letter: letter ?? '' })
        return ok(null)
      }),

    recover: (user: UserV1, how: { address: string; typed: string; name: string }) =>
      allowed({ user, ...deviceAct('recover') }, () =>
        inTurn(() => recoverHere(context, { ...how, server: mailboxServer(how.address) })),
      ),

    /** Another device writes in this one's name, or the shop put it out: it is to be let in again. */
    leave: (user: UserV1) =>
      allowed<null>({ user, ...deviceAct('leave') }, async () => {
        await loop?.stop()
        await inTurn(() => leaveShop(context))
        return ok(null)
      }),
  }
}

interface Shared {
  withSharing: <T>(
    act: OwnAct,
    run: (sharing: OpenSharing) => Promise<DeviceResult<T>>,
  ) => Promise<DeviceResult<T>>
  allowed: <T>(act: OwnAct, run: () => Promise<DeviceResult<T>>) => Promise<DeviceResult<T>>
  inTurn: InTurn
  exchangeSoon: () => void
}

/** Letting a device in, and being let in: one at a time. */
function pairingMethods(
  context: TillContext,
  { withSharing, allowed, inTurn, exchangeSoon }: Shared,
) {
  let hosting: Hosting | undefined
  let visit: AbortController | undefined

  return {
    /** Lets a device in: shows a code until it is over. */
    host: (user: UserV1, role: Role, onView: (view: HostedView) => void) =>
      withSharing<null>({ user, ...deviceAct('let-in') }, async sharing => {
        hosting?.cancel()
        let joined: { name: string; letter: string } | undefined
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
          onView(view) {
            if (view.at === 'joined') joined = { name: view.name, letter: view.letter ?? '' }
            onView(view)
          },
        })
        await hosting.over
        if (joined) await recordTrace(context, user, 'device-let-in', joined)
        exchangeSoon()
        return ok(null)
      }),

    typeDigits: (digits: string) => hosting?.typed(digits),
    stopHosting: () => hosting?.cancel(),

    /** Joins the shop whose code was read. */
    visit: (user: UserV1, text: string, name: string, onView: (view: GuestView) => void) =>
      allowed({ user, ...deviceAct('join') }, async () => {
        visit?.abort()
        const current = new AbortController()
        visit = current
        const { signal } = current
        const stopped = new Promise<void>(resolve =>
          signal.addEventListener('abort', () => resolve()),
        )
        // Nobody waits for an answer that is under way.
        const over = visitHost(context, {
          text,
          name,
          server: mailboxServer,
          signal,
          inTurn,
          // One that another took the place of is told no more.
          onView: view => visit === current && onView(view),
        })
        await Promise.race([over, stopped])
        return ok(null)
      }),

    stopVisit() {
      visit?.abort()
      visit = undefined
    },
  }
}
