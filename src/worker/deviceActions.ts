// What the worker does with the shop's other devices: loaded where this one has any, or is to have.
import { besideMethods } from './besideActions'
import { claimMethods } from './claimActions'
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
import { openSharing, whileSharing, type OpenSharing } from '@/till/sharing/group'
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
import { replaceSender } from '@/till/stock/stockSender'

export { goOnAtFaults } from '@/till/journal/goOnAfterFault'

type DeviceResult<T> = Result<T, SharingError | ApprovalError>

export type DeviceMethods = ReturnType<typeof deviceMethods>

/** What a page asks of the worker about the shop's devices. */
export function deviceMethods(context: TillContext) {
  const exchange = exchanging(context)
  return {
    ...besideMethods(context, { inTurn: inTurnOf(context), onExchanged: exchange.exchangeSoon }),
    ...claimMethods(context),
    share: exchange.share,
    exchangeSoon: exchange.exchangeSoon,
    ...foundingMethods(context),
    ...pairingMethods(context, exchange),
    ...memberMethods(context, exchange),
  }
}

/** One step of this device at a time, in any tab. */
const inTurnOf =
  ({ space }: TillContext): InTurn =>
  step =>
    runInTurn('sharing-step', space, step)

/** The exchanges of this tab. */
function exchanging(context: TillContext) {
  const inTurn = inTurnOf(context)
  let loop: SharingLoop | undefined
  let isSharing = false

  /** Exchanges for as long as the tab is open, one tab at a time: another begins when this one is gone. */
  async function share(onState: (state: SharingState) => void): Promise<void> {
    if (isSharing) return
    isSharing = true
    try {
      await inTurn(() => goOnUnderDue(context))
      // The page opens again under the new till code, and shares then.
      if (await hasMovedOn(context)) return
      const open = () => inTurn(() => openSharing(context))
      const exchangeUntilOver = async (sharing: OpenSharing) => {
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
      }
      await runInTurn('sharing', context.space, () => whileSharing(open, exchangeUntilOver))
    } finally {
      isSharing = false
      loop = undefined
    }
  }

  return {
    share,
    exchangeSoon: () => loop?.exchangeSoon(),
    /** Resolves once nothing is under way. */
    stop: async () => loop?.stop(),
  }
}
type Exchanging = Pick<ReturnType<typeof exchanging>, 'exchangeSoon' | 'stop'>

/** Does something with devices, once the right to it was taken. */
async function allowed<T>(
  context: TillContext,
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

/** As `allowed`, with what this device shares with. */
const withSharing = <T>(
  context: TillContext,
  act: OwnAct,
  run: (sharing: OpenSharing) => Promise<DeviceResult<T>>,
): Promise<DeviceResult<T>> =>
  allowed(context, act, async () => {
    const open = () => inTurnOf(context)(() => openSharing(context))
    return (await whileSharing(open, run)) ?? fail({ code: 'sharing-not-open' })
  })

function foundingMethods(context: TillContext) {
  const inTurn = inTurnOf(context)
  let founding: Founding | undefined

  return {
    /** The address of the server of mailboxes beside a page; null where none answers. */
    findServer: (page: string) => findMailboxServer(fetch.bind(globalThis), page),

    /** Founds the shop on this device; its paper key, which is to be noted before `keepFounded`. */
    found: (user: UserV1, how: { address: string; name: string; code: string }) =>
      allowed<{ paperCode: string }>(context, { user, ...deviceAct('found') }, async () => {
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
  }
}

/** Letting a device in, and being let in: one at a time. */
function pairingMethods(context: TillContext, { exchangeSoon }: Exchanging) {
  const inTurn = inTurnOf(context)
  let hosting: Hosting | undefined
  let visit: AbortController | undefined

  return {
    /** Lets a device in: shows a code until it is over. */
    host: (user: UserV1, role: Role, onView: (view: HostedView) => void) =>
      withSharing<null>(context, { user, ...deviceAct('let-in') }, async sharing => {
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
      allowed<null>(context, { user, ...deviceAct('join') }, async () => {
        visit?.abort()
        const current = new AbortController()
        visit = current
        const { signal } = current
        const stopped = new Promise<void>(resolve =>
          signal.addEventListener('abort', () => resolve()),
        )
        // One that another took the place of is told no more.
        const tell = (view: GuestView) => visit === current && onView(view)
        const how = { text, name, server: mailboxServer, signal, inTurn, onView: tell }
        // Nobody waits for an answer that is under way.
        await Promise.race([visitHost(context, how), stopped])
        return ok(null)
      }),

    stopVisit() {
      visit?.abort()
      visit = undefined
    },
  }
}

function memberMethods(context: TillContext, { exchangeSoon, stop }: Exchanging) {
  const inTurn = inTurnOf(context)

  return {
    /** Puts a device out, for good. */
    remove: (user: UserV1, device: string) =>
      withSharing<null>(context, { user, ...deviceAct('put-out', device) }, async sharing => {
        const { roster } = await shopOf(sharing)
        const member = roster.find(one => one.device === device)
        const refused = await inTurn(() => removeDevice(sharing, device))
        const isRecorder = (await readSetting(context.tillDb, 'ordersBy')) === device
        if (!refused && isRecorder) await recordOrdersBy(context, sharing.keys.device)
        if (!refused) await replaceSender(context, sharing, device)
        exchangeSoon()
        if (refused || !member) return fail({ code: 'sharing-not-manager' })
        const { name, letter } = member
        await recordTrace(context, user, 'device-put-out', { name, letter: letter ?? '' })
        return ok(null)
      }),

    recover: (user: UserV1, how: { address: string; typed: string; name: string }) =>
      allowed(context, { user, ...deviceAct('recover') }, () =>
        inTurn(() => recoverHere(context, { ...how, server: mailboxServer(how.address) })),
      ),

    /** Another device writes in this one's name, or the shop put it out: it is to be let in again. */
    leave: (user: UserV1) =>
      allowed<null>(context, { user, ...deviceAct('leave') }, async () => {
        await stop()
        await inTurn(() => leaveShop(context))
        return ok(null)
      }),
  }
}
