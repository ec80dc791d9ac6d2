import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useSlowHash } from './useSlowHash'
import { useContext } from '@/stores/useContext'
import type { PeopleError, Result } from '@/core/errors'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isAllowed, type Permission } from '@/core/people/permissions'
import { NOBODY, signedAs, type Member } from '@/core/people/user'
import { checkPin, readWait } from '@/till/people/checkPin'
import { readTeam, recordApproval } from '@/till/people/team'
import { keepWhoServes, readWhoServes } from '@/till/people/keepWhoServes'

/** An action that waits for someone's approval. */
export interface ApprovalRequest {
  permission: Permission
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

  const serving = computed(
    () => team.value.find(member => member.userId === servingId.value) ?? null,
  )
  const current = computed<UserV1>(() => (serving.value ? signedAs(serving.value) : NOBODY))
  /** The shop has named people, and none of them serves: the till asks who does. */
  const isLocked = computed(() => team.value.length > 0 && !serving.value)
  /** Members who may approve the current request. */
  const approvers = computed(() => {
    const permission = request.value?.permission
    return permission ? team.value.filter(member => isAllowed(member.role, permission)) : []
  })

  /** Whoever served before a reload of this tab goes on. */
  async function start(): Promise<void> {
    team.value = await readTeam(context)
    servingId.value = readWhoServes(sessionStorage, context.space)
  }

  async function refresh(): Promise<void> {
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

  function check(userId: string, pin: string): Promise<Result<Member, PeopleError>> {
    return checkPin(context, slowHash, { userId, pin, servedBy: current.value })
  }

  const secondsToWait = (userId: string) => readWait(context, userId)

  /** Whether whoever serves may do it without an approval. */
  function may(permission: Permission): boolean {
    if (team.value.length === 0) return true
    return serving.value !== null && isAllowed(serving.value.role, permission)
  }

  /**
   * Returns who allows this one action: whoever serves where their role may, else someone else who
   * proves their identity now, which is sealed. Null when it is refused. Whoever serves does not
   * change.
   */
  function approve(permission: Permission, detail: TraceV1['detail']): Promise<UserV1 | null> {
    return may(permission) ? Promise.resolve(current.value) : prove(permission, detail)
  }

  /**
   * Asks for the PIN of someone with the permission, even of the person who serves. While nobody
   * serves, only an inspection can be ended this way.
   */
  function prove(permission: Permission, detail: TraceV1['detail']): Promise<UserV1 | null> {
    if (team.value.length === 0) return Promise.resolve(current.value)
    refuse()
    if (isLocked.value && permission !== 'inspection') return Promise.resolve(null)
    return new Promise(answer => (request.value = { permission, detail, answer }))
  }

  /**
   * Grants the request to a member who has proven their identity, once the approval is in the
   * journal.
   */
  async function grant(member: Member): Promise<void> {
    const granted = request.value
    if (!granted || !isAllowed(member.role, granted.permission)) return
    // Cleared first: a request made during the write is another one.
    request.value = null
    const approver = signedAs(member)
    try {
      await recordApproval(context, current.value, approver, granted.permission, granted.detail)
      granted.answer(approver)
    } catch (error) {
      granted.answer(null)
      throw error
    }
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
    start,
    refresh,
    serve,
    lock,
    check,
    secondsToWait,
    may,
    approve,
    prove,
    grant,
    refuse,
  }
})
