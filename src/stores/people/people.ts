import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useSlowHash } from './useSlowHash'
import { useContext } from '@/stores/useContext'
import type { PeopleError, Result } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { missingRights, rightsFromKept, type Need, type Rights } from '@/core/people/permissions'
import { NOBODY, signedAs, type Member } from '@/core/people/user'
import { checkPin, readWait } from '@/till/people/checkPin'
import * as roleRights from '@/till/people/rights'
import { readTeam, recordApproval } from '@/till/people/team'
import { keepWhoServes, readWhoServes } from '@/till/people/keepWhoServes'

/** An action that waits for someone's approval of all that it needs. */
export interface ApprovalRequest {
  needs: readonly Need[]
  detail: TraceV1['detail']
  answer: (approver: UserV1 | null) => void
}

/**
 * Who serves now, and who approves what that person may not do alone. In a shop that has named no
 * one, the till works without any PIN.
 */
export const usePeopleStore = defineStore('people', () => {
  const context = useContext()
  const slowHash = useSlowHash()
  const team = shallowRef<readonly Member[]>([])
  const servingId = shallowRef('')
  const request = shallowRef<ApprovalRequest | null>(null)
  const rights = shallowRef<Rights>(rightsFromKept(undefined))
  const areRightsSet = shallowRef(false)

  const serving = computed(
    () => team.value.find(member => member.userId === servingId.value) ?? null,
  )
  const current = computed<UserV1>(() => (serving.value ? signedAs(serving.value) : NOBODY))
  /** The shop has named people, and none of them serves: the till asks who does. */
  const isLocked = computed(() => team.value.length > 0 && !serving.value)
  /** Members who may approve the current request. */
  const approvers = computed(() => {
    const needs = request.value?.needs
    return needs
      ? team.value.filter(({ role }) => missingRights(rights.value, role, needs).length === 0)
      : []
  })

  /** Whoever served before a reload of this tab goes on. */
  async function start(): Promise<void> {
    await refresh()
    servingId.value = readWhoServes(sessionStorage, context.space)
  }

  /** Reads the team and its rights as they are stored: another tab may have changed them. */
  async function refresh(): Promise<void> {
    rights.value = await roleRights.readRights(context)
    areRightsSet.value = await roleRights.areRightsSet(context)
    team.value = await readTeam(context)
  }

  /** Lets a member who has proven their identity serve from now on. */
  function serve(member: Member): void {
    servingId.value = member.userId
    keepWhoServes(sessionStorage, context.space, member.userId)
  }

  function lock(): void {
    refuse()
    servingId.value = ''
    keepWhoServes(sessionStorage, context.space, '')
  }

  const check = (userId: string, pin: string): Promise<Result<Member, PeopleError>> =>
    checkPin(context, slowHash, { userId, pin, servedBy: current.value })

  /** What whoever serves may not do alone of what an action needs. */
  function missing(needs: readonly Need[]): Need[] {
    const role = serving.value?.role
    if (team.value.length === 0) return []
    return role ? missingRights(rights.value, role, needs) : [...needs]
  }

  /** Whether whoever serves may do it without an approval. */
  const may = (need: Need): boolean => missing([need]).length === 0

  /**
   * Returns who allows this one action: whoever serves where their role may, else someone else who
   * proves their identity now, which is sealed. Null when it is refused. Whoever serves does not
   * change.
   */
  const approve = (need: Need, detail: TraceV1['detail']) => approveAll([need], detail)

  /** As `approve`, for an action that needs several permissions: one PIN approves them all. */
  function approveAll(needs: readonly Need[], detail: TraceV1['detail']): Promise<UserV1 | null> {
    const lacking = missing(needs)
    return lacking.length === 0 ? Promise.resolve(current.value) : ask(lacking, detail)
  }

  /** While nobody serves, only an inspection can be ended by a PIN. */
  function ask(needs: readonly Need[], detail: TraceV1['detail']): Promise<UserV1 | null> {
    if (team.value.length === 0) return Promise.resolve(current.value)
    refuse()
    const isForInspection = needs.every(({ permission }) => permission === 'inspection')
    if (isLocked.value && !isForInspection) return Promise.resolve(null)
    return new Promise(answer => (request.value = { needs, detail, answer }))
  }

  /**
   * Grants the request to a member who has proven their identity, once the approval is in the
   * journal.
   */
  async function grant(member: Member): Promise<void> {
    const granted = request.value
    if (!granted || missingRights(rights.value, member.role, granted.needs).length > 0) return
    // Cleared first: a request made during the write is another one.
    request.value = null
    const approver = signedAs(member)
    try {
      await recordApproval(context, current.value, approver, granted.needs, granted.detail)
      granted.answer(approver)
    } catch (error) {
      granted.answer(null)
      throw error
    }
  }

  /** Changes what roles may do. */
  async function saveRights(change: (before: Rights) => Rights): Promise<void> {
    rights.value = await roleRights.changeRights(context, current.value, change)
    areRightsSet.value = true
  }

  function refuse(): void {
    request.value?.answer(null)
    request.value = null
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
