import { computed, shallowRef, type Ref } from 'vue'
import type { TraceV1 } from '@/core/journal/events/drawerAndTracesV1'
import type { UserV1 } from '@/core/journal/events/saleV1'
import { isByVisit, type Approval } from '@/core/people/approval'
import {
  missingRights,
  type Need,
  type Permission,
  type Rights,
  type VisitPermission,
} from '@/core/people/permissions'
import { signedAs, type Member } from '@/core/people/user'
import type { TillContext } from '@/till/context'
import { endApprovals, recordApproval } from '@/till/people/team'

/** An action, or the visit of a page, that waits for someone's approval of all that it needs. */
export interface ApprovalRequest {
  /** Tells it from every other request: a PIN typed for one approves no other. */
  requestId: string
  needs: readonly Need[]
  detail: TraceV1['detail']
  covers: Approval['covers']
  answer: (approver: UserV1 | null) => void
}

/** Who serves, and what the team may do. */
interface Serving {
  team: Ref<readonly Member[]>
  serving: Ref<Member | null>
  current: Ref<UserV1>
  isLocked: Ref<boolean>
  rights: Ref<Rights>
}

/** What is asked of somebody with more rights, and what they approved, for the store of people. */
export function makeApprovals(
  context: TillContext,
  { team, serving, current, isLocked, rights }: Serving,
) {
  const request = shallowRef<ApprovalRequest | null>(null)
  /** The permission of the pages that somebody approved a visit of; null without one. */
  const visit = shallowRef<VisitPermission | null>(null)

  /** Members who may approve the current request. */
  const approvers = computed(() => {
    const needs = request.value?.needs
    return needs
      ? team.value.filter(({ role }) => missingRights(rights.value, role, needs).length === 0)
      : []
  })

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
   * change. The approval is of the action that `detail` describes, once; the till's action looks for
   * it in these words.
   */
  const approve = (need: Need, detail: TraceV1['detail']) => approveAll([need], detail)

  /** As `approve`, for an action that needs several permissions: one PIN approves them all. */
  function approveAll(needs: readonly Need[], detail: TraceV1['detail']): Promise<UserV1 | null> {
    const lacking = missing(needs).filter(({ permission }) => !isVisited(permission))
    return lacking.length === 0 ? Promise.resolve(current.value) : ask(lacking, detail)
  }

  /** Whether an approved visit includes an act. */
  const isVisited = (permission: Permission) => visit.value === permission && isByVisit(permission)

  /**
   * Whether a page may be opened: by whoever serves, or by someone's approval of the visit, which
   * lasts until a page of another permission is opened. Each permission is asked for by itself.
   */
  async function mayVisit(permission: VisitPermission, page: string): Promise<boolean> {
    if (may({ permission }) || visit.value === permission) return true
    return (await ask([{ permission }], { page }, 'visit')) !== null
  }

  /** Ends an approved visit once another page is shown. */
  function endVisit(shown: VisitPermission | null): void {
    if (visit.value === null || visit.value === shown) return
    visit.value = null
    endApprovals(context, shown).catch((error: unknown) => reportError(error))
  }

  /** While nobody serves, only an inspection can be ended by a PIN. */
  function ask(
    needs: readonly Need[],
    detail: TraceV1['detail'],
    covers: Approval['covers'] = 'act',
  ): Promise<UserV1 | null> {
    if (team.value.length === 0) return Promise.resolve(current.value)
    refuse()
    const isForInspection = needs.every(({ permission }) => permission === 'inspection')
    if (isLocked.value && !isForInspection) return Promise.resolve(null)
    const requestId = context.newId()
    return new Promise(answer => (request.value = { requestId, needs, detail, covers, answer }))
  }

  /**
   * Grants a request to a member who has proven their identity for it, once the approval is in the
   * journal. A request that was refused or replaced while the PIN was checked is granted nothing.
   */
  async function grant(member: Member, asked: ApprovalRequest): Promise<void> {
    if (request.value?.requestId !== asked.requestId) return
    if (missingRights(rights.value, member.role, asked.needs).length > 0) return
    // Cleared first: a request made during the write is another one.
    request.value = null
    const { needs, detail, covers, answer } = asked
    const approver = signedAs(member)
    const servedBy = current.value
    try {
      const isKept = await recordApproval(context, servedBy, approver, needs, detail, covers)
      // Somebody else may serve by now: the approval ended with whoever asked for it.
      const isTheirs = isKept && servedBy.userId === current.value.userId
      const [need] = needs
      if (isTheirs && covers === 'visit' && need) visit.value = need.permission as VisitPermission
      answer(isTheirs ? approver : null)
    } catch (error) {
      answer(null)
      throw error
    }
  }

  function refuse(): void {
    request.value?.answer(null)
    request.value = null
  }

  /** What was asked for or approved ends with the person who serves. */
  function end(): void {
    refuse()
    visit.value = null
    endApprovals(context).catch((error: unknown) => reportError(error))
  }

  return {
    request,
    approvers,
    missing,
    may,
    approve,
    approveAll,
    mayVisit,
    endVisit,
    ask,
    grant,
    refuse,
    end,
  }
}
