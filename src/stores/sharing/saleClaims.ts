import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { openedDevices } from './openedDevices'
import { usePeopleStore } from '@/stores/people/people'
import { useProblemStore } from '@/stores/problem'
import { useContext, useWorker } from '@/stores/useContext'
import type { SaleEntry } from '@/core/journal/journal'
import type { ClaimOutcome } from '@/core/sharing/claims/claim'
import type { SaleAct } from '@/core/sharing/claims/saleClaim'
import { isTraining } from '@/till/journal/stampEvent'
import { readDeviceNames } from '@/till/sharing/claims/parkedElsewhere'
import { homeOfSale, recordUnclaimed } from '@/till/sharing/claims/unclaimedSale'
import { readGroup } from '@/till/sharing/group'

/** Something for a sale that no claim was got for: a person decides. */
export interface ClaimQuestion {
  act: SaleAct
  outcome: Exclude<ClaimOutcome, { kind: 'taken' }>
  /** What the shop calls the device that claimed it, or that sold; empty where it is not known. */
  name: string
}

/** Claims before goods are given back or a debt is paid; loaded where this device shares. */
export const useSaleClaimsStore = defineStore('saleClaims', () => {
  const context = useContext()
  const worker = useWorker()
  const people = usePeopleStore()
  const notice = useProblemStore()

  /** The other tills are being asked. */
  const isAsking = shallowRef(false)
  const question = shallowRef<ClaimQuestion | null>(null)
  let reply: ((goesOn: boolean) => void) | undefined
  /** Counts what was asked: an answer that nobody waits for any more decides nothing. */
  let turn = 0

  /**
   * Whether something may be done for a sale here, now: no other till does it, or a person goes on all
   * the same, which is then sealed. Where nobody answers, this till decides alone on what it sold.
   */
  async function mayDo(act: SaleAct, sale: SaleEntry): Promise<boolean> {
    if (isTraining(context)) return true
    if (isAsking.value || question.value) return false
    const asked = (turn += 1)
    const names = await readDeviceNames(context)
    // The first device of a shop waits for nobody.
    if (!(await hasOthers(names))) return true
    const home = await homeOfSale(context, sale)
    const outcome = await claim(act, sale)
    if (asked !== turn) return false
    if (outcome.kind === 'taken' || (outcome.kind === 'undecided' && !home)) return true
    const name = outcome.kind === 'held' ? (names.get(outcome.by) ?? '') : (home?.name ?? '')
    if (!(await ask({ act, outcome, name }))) return false
    if (outcome.kind === 'held') await claim(act, sale, outcome.turn + 1)
    const how = outcome.kind === 'held' ? 'taken-over' : 'unreachable'
    const traced = await recordUnclaimed(context, people.current, { act, sale, how, name })
    if (!traced.ok) notice.show(traced.error)
    return traced.ok
  }

  async function hasOthers(names: ReadonlyMap<string, string>): Promise<boolean> {
    const group = await readGroup(context)
    return [...names.keys()].some(device => device !== group?.keys.device)
  }

  async function claim(act: SaleAct, sale: SaleEntry, over = 1): Promise<ClaimOutcome> {
    isAsking.value = true
    const { till, number } = sale
    try {
      const devices = await openedDevices(worker)
      return await devices.claimSale({ act, sale: { till, number }, turn: over })
    } catch (error) {
      // Its part is not on the device, say: that nobody was asked stops no sale.
      reportError(error)
      return { kind: 'undecided' }
    } finally {
      isAsking.value = false
    }
  }

  function ask(about: ClaimQuestion): Promise<boolean> {
    question.value = about
    return new Promise(resolve => (reply = resolve))
  }

  /** What the person decided. */
  function answer(goesOn: boolean): void {
    question.value = null
    reply?.(goesOn)
    reply = undefined
  }

  /** What was asked was left: nothing is to be done. */
  function leave(): void {
    turn += 1
    answer(false)
  }

  return { isAsking, question, mayDo, answer, leave }
})
