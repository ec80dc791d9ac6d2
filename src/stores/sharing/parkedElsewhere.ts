import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { openedDevices } from './openedDevices'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { usePeopleStore } from '@/stores/people/people'
import { useProblemStore } from '@/stores/problem'
import { useParkingStore, withToday } from '@/stores/ticket/parking'
import { useTicketMovesStore } from '@/stores/ticket/ticketMoves'
import { useContext, useWorker } from '@/stores/useContext'
import type { ClaimOutcome } from '@/core/sharing/claims/claim'
import {
  listMovedAway,
  listParkedElsewhere,
  readDeviceNames,
  takeParked,
  watchParkedElsewhere,
  type HowTaken,
  type NamedTicket,
} from '@/till/sharing/claims/parkedElsewhere'

/** A ticket that no claim was got for: a person decides. */
export interface UnclaimedTicket {
  found: NamedTicket
  prices: 'kept' | 'today'
  outcome: Exclude<ClaimOutcome, { kind: 'taken' }>
  /** What the shop calls the device that has it; empty where that is not known. */
  holder: string
}

/** Parked tickets of the shop's other tills; loaded where this device shares. */
export const useParkedElsewhereStore = defineStore('parkedElsewhere', () => {
  const context = useContext()
  const worker = useWorker()
  const people = usePeopleStore()
  const catalogue = useCatalogueStore()
  const parking = useParkingStore()
  const moves = useTicketMovesStore()
  const notice = useProblemStore()

  const tickets = shallowRef<readonly NamedTicket[]>([])
  /** The ticket that is being claimed. */
  const askingId = shallowRef<string | null>(null)
  const unclaimed = shallowRef<UnclaimedTicket | null>(null)
  const rows = computed(() =>
    tickets.value.map(({ device, deviceName, parked }) => ({
      device,
      deviceName,
      row: withToday(parked, catalogue.articlesById),
    })),
  )
  let isFollowing = false
  /** Tickets that leave the parked ones because others took them. */
  let gone: ReadonlySet<string> = new Set()

  /** Follows what the other tills say, and tells them which tickets are resumed here. */
  async function start(): Promise<void> {
    if (isFollowing) return
    isFollowing = true
    watchParkedElsewhere(context, () => void load().catch(reportError))
    watch(
      () => moves.parked,
      (now, before) => {
        const ids = new Set(now.map(({ ticket }) => ticket.ticketId))
        for (const { ticket } of before) {
          const { ticketId } = ticket
          if (!ids.has(ticketId) && !gone.has(ticketId)) claimOwn(ticketId).catch(reportError)
        }
      },
    )
    await load()
  }

  async function load(): Promise<void> {
    tickets.value = await listParkedElsewhere(context)
    const here = moves.parked.map(({ ticket }) => ticket.ticketId)
    gone = await listMovedAway(context, here)
    if (gone.size > 0) moves.letGo(gone)
  }

  /** Nobody waits for it: the ticket is this till's own, and at its counter. */
  async function claimOwn(ticketId: string): Promise<void> {
    const outcome = await (await openedDevices(worker)).claimOwnTicket(ticketId)
    if (outcome?.kind !== 'held') return
    const names = await readDeviceNames(context)
    notice.show({ code: 'ticket-on-two-tills', name: names.get(outcome.by) ?? '' })
  }

  /** Resumes a ticket of another till once the claim is this till's; else asks what to do. */
  async function resume(found: NamedTicket, prices: 'kept' | 'today'): Promise<boolean> {
    const outcome = await claim(found, found.turn + 1)
    if (outcome === null) return false
    if (outcome.kind === 'taken') return move(found, prices, outcome.turn, 'claimed')
    const names = await readDeviceNames(context)
    const holder = outcome.kind === 'held' ? (names.get(outcome.by) ?? '') : ''
    unclaimed.value = { found, prices, outcome, holder }
    return false
  }

  /** Resumes it all the same: it may be sold twice, which is then to be verified. */
  async function resumeUnclaimed(): Promise<boolean> {
    const asked = unclaimed.value
    if (!asked) return false
    unclaimed.value = null
    const { found, prices, outcome } = asked
    if (outcome.kind === 'undecided') {
      return move(found, prices, found.turn + 1, 'unreachable')
    }
    const over = await claim(found, outcome.turn + 1)
    if (over === null) return false
    return move(found, prices, outcome.turn + 1, 'taken-over')
  }

  /** Null when nobody waits for it any more. */
  async function claim({ ticketId }: NamedTicket, turn: number): Promise<ClaimOutcome | null> {
    if (askingId.value !== null) return null
    askingId.value = ticketId
    try {
      const outcome = await (await openedDevices(worker)).claimTicket(ticketId, turn)
      return askingId.value === ticketId ? outcome : null
    } finally {
      if (askingId.value === ticketId) askingId.value = null
    }
  }

  async function move(
    { ticketId, device, deviceName }: NamedTicket,
    prices: 'kept' | 'today',
    turn: number,
    how: HowTaken,
  ): Promise<boolean> {
    const taken = await takeParked(context, people.current, { ticketId, device, turn, how })
    if (!taken.ok) notice.show(taken.error)
    else if (!taken.value) notice.show({ code: 'ticket-left-parked', name: deviceName })
    else {
      moves.receive(taken.value)
      parking.resume(ticketId, prices)
      return true
    }
    return false
  }

  /** The list was left. */
  function leave(): void {
    askingId.value = null
    unclaimed.value = null
  }
  const leaveAsked = () => void (unclaimed.value = null)

  return { tickets, rows, askingId, unclaimed, start, resume, resumeUnclaimed, leave, leaveAsked }
})
