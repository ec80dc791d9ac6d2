import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { aTill, quickHash } from '../../support/factory'
import { stubStorages } from '../../support/storages'
import { NOBODY, signedAs, type Member } from '@/core/people/user'
import { usePeopleStore } from '@/stores/people/people'
import { useTeamStore } from '@/stores/people/team'
import { openTill } from '@/till/openTill'
import type { TillContext } from '@/till/context'

let context: TillContext
vi.mock('@/stores/useContext', () => ({
  useContext: () => context,
  useWorker: () => ({ hashSecret: quickHash }),
}))

beforeEach(async () => {
  context = aTill()
  await openTill(context)
  stubStorages()
  await restart()
})

/** The stores as a reloaded page has them. */
async function restart() {
  setActivePinia(createPinia())
  await usePeopleStore().start()
  return usePeopleStore()
}

/** A shop with an owner, a manager and a cashier; the cashier serves. */
async function aTeam() {
  const [people, team] = [usePeopleStore(), useTeamStore()]
  await team.add({ name: 'Anne', role: 'owner', pin: '739128' })
  await team.add({ name: 'Zoé', role: 'manager', pin: '904217' })
  await team.add({ name: 'Léo', role: 'cashier', pin: '582041' })
  // They joined at the same moment, so they are sorted by name.
  const [anne, leo, zoe] = people.team
  if (!anne || !zoe || !leo) throw new Error('three people joined')
  people.serve(leo)
  return { people, anne, zoe, leo }
}

/** The PIN of a member was right for what is asked now. */
async function grant(member: Member): Promise<void> {
  const people = usePeopleStore()
  if (people.request) await people.grant(member, people.request)
}

const approvals = async () =>
  (await context.tillDb.journal.toArray()).filter(
    ({ event }) => event.kind === 'trace' && event.what === 'approval',
  )

it('asks nothing in a shop that has named nobody', async () => {
  const people = usePeopleStore()
  expect(people.isLocked).toBe(false)
  expect(await people.approve({ permission: 'users' }, {})).toEqual(NOBODY)
  expect(people.request).toBeNull()
})

it('serves as the first owner at once, without ever locking', async () => {
  const people = usePeopleStore()
  const locked = vi.fn()
  const follow = () => {
    if (people.isLocked) locked()
  }
  people.$subscribe(follow, { flush: 'sync' })
  await useTeamStore().add({ name: 'Anne', role: 'owner', pin: '739128' })
  expect(people.current.name).toBe('Anne')
  expect(useTeamStore().recoveryCode).not.toBeNull()
  expect(locked).not.toHaveBeenCalled()
})

it('lets whoever serves do what their role may, without a trace', async () => {
  const { people, zoe } = await aTeam()
  people.serve(zoe)
  expect(await people.approve({ permission: 'discount-above-limit' }, {})).toEqual(signedAs(zoe))
  expect(await approvals()).toEqual([])
})

it('has a manager approve one action: sealed first, and who serves does not change', async () => {
  const { people, anne, zoe, leo } = await aTeam()
  const approval = people.approve({ permission: 'discount-above-limit' }, { rate: 2000 })
  expect(people.approvers).toEqual([anne, zoe])
  const checked = await people.check(zoe.userId, '904217')
  expect(checked).toEqual({ ok: true, value: zoe })
  await grant(zoe)
  expect(await approval).toEqual(signedAs(zoe))
  expect(people.current).toEqual(signedAs(leo))
  expect(await approvals()).toMatchObject([
    { event: { user: signedAs(leo), detail: { rate: 2000 } } },
  ])

  void people.approve({ permission: 'discount-above-limit' }, { rate: 2000 })
  expect(people.request?.needs).toEqual([{ permission: 'discount-above-limit' }])
})

it('keeps what is asked while an approval is being written, and grants none that is not', async () => {
  const { people, zoe } = await aTeam()
  const first = people.approve({ permission: 'cash-out' }, {})
  const granting = grant(zoe)
  void people.approve({ permission: 'discount-above-limit' }, {})
  await granting
  expect(await first).toEqual(signedAs(zoe))
  expect(people.request?.needs).toEqual([{ permission: 'discount-above-limit' }])
  people.refuse()

  const second = people.approve({ permission: 'cash-out' }, {})
  vi.spyOn(context.tillDb, 'transaction').mockRejectedValueOnce(new Error('no disk'))
  await expect(grant(zoe)).rejects.toThrow()
  expect(await second).toBeNull()
})

it('gives no approval that is refused, replaced, cut off by a lock, or not theirs to give', async () => {
  const { people, zoe, leo } = await aTeam()
  const refused = people.approve({ permission: 'cash-out' }, {})
  people.refuse()
  expect(await refused).toBeNull()

  const replaced = people.approve({ permission: 'cash-out' }, {})
  const forOwners = people.approve({ permission: 'users' }, {})
  expect(await replaced).toBeNull()
  await grant(zoe)
  await grant(leo)
  people.lock()
  expect(await forOwners).toBeNull()
  expect(await people.approve({ permission: 'cash-out' }, {})).toBeNull()
  expect(await approvals()).toEqual([])
})

it('goes on with whoever served before a reload, unless they left the team', async () => {
  const { anne, leo } = await aTeam()
  const people = await restart()
  expect(people.current).toEqual(signedAs(leo))
  const removed = useTeamStore().remove(leo.userId)
  await grant(anne)
  expect(await removed).toMatchObject({ ok: true })
  expect(people.isLocked).toBe(true)
  expect((await restart()).isLocked).toBe(true)
})

it('hides a recovery code from whoever serves next', async () => {
  const { people, anne } = await aTeam()
  people.serve(anne)
  await useTeamStore().renewCode()
  expect(useTeamStore().recoveryCode).toMatch(/^\w{4}-/)
  people.lock()
  await vi.waitFor(() => expect(useTeamStore().recoveryCode).toBeNull())
})
