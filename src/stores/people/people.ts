import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { makeApprovals } from './approvals'
import { useSlowHash } from './useSlowHash'
import { useContext } from '@/stores/useContext'
import type { PeopleError, Result } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { rightsFromKept, type Need, type Rights } from '@/core/people/permissions'
import { NOBODY, signedAs, type Member } from '@/core/people/user'
import { checkPin, readWait } from '@/till/people/checkPin'
import * as roleRights from '@/till/people/rights'
import {
  endServing,
  isAboutServing,
  keepWhoServes,
  readWhoServes,
  type Stores,
} from '@/till/people/keepWhoServes'
import { endApprovals, readTeam } from '@/till/people/team'

/**
 * Who serves now, and who approves what that person may not do alone. In a shop that has named no
 * one, the till works without any PIN.
 */
export const usePeopleStore = defineStore('people', () => {
  const context = useContext()
  const slowHash = useSlowHash()
  const team = shallowRef<readonly Member[]>([])
  const servingId = shallowRef('')
  const rights = shallowRef<Rights>(rightsFromKept(undefined))
  const areRightsSet = shallowRef(false)
  const stores = (): Stores => ({ tab: sessionStorage, device: localStorage })

  const serving = computed(
    () => team.value.find(member => member.userId === servingId.value) ?? null,
  )
  const current = computed<UserV1>(() => (serving.value ? signedAs(serving.value) : NOBODY))
  /** The shop has named people, and none of them serves: the till asks who does. */
  const isLocked = computed(() => team.value.length > 0 && !serving.value)
  const approvals = makeApprovals(context, { team, serving, current, isLocked, rights })
  const { request, approvers, missing, may, approve, approveAll, ask, grant, refuse } = approvals
  /** Whoever served before a reload of this tab goes on; approvals that nobody used are over. */
  async function start(): Promise<void> {
    await refresh()
    await endApprovals(context)
    servingId.value = readWhoServes(stores(), context.space)
    useEventListener(globalThis.window, 'storage', ({ key }) => {
      if (isAboutServing(context.space, key)) followServing()
    })
    // A page that was put aside heard of no change meanwhile.
    useEventListener(globalThis.document, 'visibilitychange', followServing)
  }

  /** Locks this tab once somebody serves in another, or a tab it is a copy of was locked. */
  function followServing(): void {
    if (servingId.value === readWhoServes(stores(), context.space)) return
    endHere()
  }

  /** Reads the team and its rights as they are stored: another tab may have changed them. */
  async function refresh(): Promise<void> {
    rights.value = await roleRights.readRights(context)
    areRightsSet.value = await roleRights.areRightsSet(context)
    team.value = await readTeam(context)
  }

  /** Lets a member who has proven their identity serve from now on, in this tab alone. */
  function serve(member: Member): void {
    endHere()
    servingId.value = member.userId
    keepWhoServes(stores(), context.space, member.userId, context.newId())
  }

  function lock(): void {
    endHere()
    endServing(stores(), context.space)
  }

  function endHere(): void {
    approvals.end()
    servingId.value = ''
  }

  const check = (userId: string, pin: string): Promise<Result<Member, PeopleError>> =>
    checkPin(context, slowHash, { userId, pin, servedBy: current.value })

  /** Changes what roles may do, where whoever serves may or it is approved; false when it is not. */
  async function saveRights(change: (before: Rights) => Rights): Promise<boolean> {
    const { TO_CHANGE_RIGHTS, changeRights } = roleRights
    if (!(await approve(TO_CHANGE_RIGHTS, TO_CHANGE_RIGHTS.about))) return false
    rights.value = await changeRights(context, current.value, change)
    areRightsSet.value = true
    return true
  }

  return {
    team,
    serving,
    current,
    isLocked,
    request,
    approvers,
    rights,
    areRightsSet,
    start,
    refresh,
    serve,
    lock,
    mayVisit: approvals.mayVisit,
    endVisit: approvals.endVisit,
    check,
    secondsToWait: (userId: string) => readWait(context, userId),
    missing,
    may,
    approve,
    approveAll,
    /** Asks for the PIN of someone with the permission, even of the person who serves. */
    prove: (need: Need, detail: TraceV1['detail']) => ask([need], detail),
    saveRights,
    grant,
    refuse,
  }
})
