import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { usePeopleStore } from './people'
import { useSlowHash } from './useSlowHash'
import { useContext } from '@/stores/useContext'
import { fail, type PeopleError, type Result } from '@/core/errors'
import type { Act } from '@/core/people/approval'
import type { Member } from '@/core/people/user'
import {
  addMember,
  changeMember,
  removeMember,
  teamAct,
  type JoinedMember,
  type WantedMember,
} from '@/till/people/team'
import {
  recoverOwner,
  RENEWED,
  renewRecoveryCode,
  type Recovered,
} from '@/till/people/recoverOwner'

/** Changes of the team, by the owner. */
export const useTeamStore = defineStore('team', () => {
  const context = useContext()
  const slowHash = useSlowHash()
  const people = usePeopleStore()
  /** The recovery code to show now, this once. */
  const recoveryCode = shallowRef<string | null>(null)
  // The next person who serves must not read it.
  watch(
    () => people.isLocked,
    isLocked => {
      if (isLocked) hideCode()
    },
  )

  /** The error when whoever serves may not change the team and nobody approves this change. */
  async function refusal(act: Act) {
    const by = await people.approve(act, act.about)
    return by ? null : fail({ code: 'approval-missing', permission: 'users' } as const)
  }

  /**
   * Adds a member. The first member is the person who adds it and serves at once, so that the till
   * does not lock.
   */
  async function add(wanted: WantedMember): Promise<Result<JoinedMember, PeopleError>> {
    const isFirst = people.team.length === 0
    const refused = await refusal(teamAct('add', wanted))
    if (refused) return refused
    const joined = await addMember(context, slowHash, people.current, wanted)
    if (!joined.ok) return joined
    recoveryCode.value = joined.value.recoveryCode
    if (isFirst) people.serve(joined.value.member)
    await people.refresh()
    return joined
  }

  async function change(
    userId: string,
    wanted: Partial<WantedMember>,
  ): Promise<Result<Member, PeopleError>> {
    const refused = await refusal(teamAct('change', { userId, ...wanted }))
    if (refused) return refused
    const changed = await changeMember(context, slowHash, people.current, userId, wanted)
    await people.refresh()
    return changed
  }

  async function remove(userId: string): Promise<Result<Member, PeopleError>> {
    const refused = await refusal(teamAct('remove', { userId }))
    if (refused) return refused
    const removed = await removeMember(context, people.current, userId)
    await people.refresh()
    return removed
  }

  async function renewCode(): Promise<void> {
    const act = { permission: 'users', about: RENEWED } as const
    if (await refusal(act)) return
    recoveryCode.value = await renewRecoveryCode(context, slowHash, people.current)
  }

  /** Gives an owner who forgot their PIN a new one, and a recovery code for the next time. */
  async function recover(
    userId: string,
    code: string,
    pin: string,
  ): Promise<Result<Recovered, PeopleError>> {
    const recovered = await recoverOwner(context, slowHash, { userId, code, pin })
    if (recovered.ok) recoveryCode.value = recovered.value.recoveryCode
    return recovered
  }

  function hideCode(): void {
    recoveryCode.value = null
  }

  return { recoveryCode, add, change, remove, renewCode, recover, hideCode }
})
