import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import { aTill, aUser, quickHash } from '../support/factory'
import { stubStorages } from '../support/storages'
import { assert } from '@/core/assert'
import { isAllowed, USUAL_RIGHTS } from '@/core/people/permissions'
import type { Role } from '@/core/people/user'
import { makeRouter } from '@/router'
import { usePeopleStore } from '@/stores/people/people'
import { openTill } from '@/till/openTill'
import type { TillContext } from '@/till/context'

/* Every screen that needs a permission, opened after the approval of every other one. */

let context: TillContext
vi.mock('@/stores/useContext', () => ({
  useContext: () => context,
  useWorker: () => ({ hashSecret: quickHash }),
}))

const OWNER = { userId: 'anne', name: 'Anne', role: 'owner' } as const
const SERVING = { cashier: 'leo', manager: 'zoe', owner: 'anne' } as const

const GUARDED = [
  { path: '/config', needs: 'settings' },
  { path: '/config/general/caisse', needs: 'settings' },
  { path: '/pair', needs: 'settings' },
  { path: '/debut/boutique', needs: 'settings' },
  { path: '/config/equipe', needs: 'users' },
  { path: '/config/appareils', needs: 'users' },
  { path: '/rejoindre', needs: 'users' },
  { path: '/archives', needs: 'archive' },
  { path: '/closings', needs: 'close-day' },
  { path: '/reports', needs: 'reports' },
] as const

beforeEach(async () => {
  context = aTill()
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error
  })
  stubStorages()
  await openTill(context)
  await context.tillDb.users.bulkAdd([
    aUser(OWNER),
    aUser({ userId: 'zoe', name: 'Zoé', role: 'manager' }),
    aUser({ userId: 'leo', name: 'Léo', role: 'cashier' }),
  ])
  setActivePinia(createPinia())
})

async function aPage(role: Role) {
  const people = usePeopleStore()
  await people.start()
  const member = people.team.find(({ userId }) => userId === SERVING[role])
  assert(member !== undefined, 'they are of the team')
  people.serve(member)
  const router = makeRouter(
    () => false,
    () => false,
    people,
    createMemoryHistory(),
  )
  // What the screens show is of no account here.
  for (const route of router.getRoutes()) {
    if (route.components) route.components = { default: { render: () => null } }
  }
  await router.push('/sell')
  return { people, router, at: () => router.currentRoute.value.path }
}

type Page = Awaited<ReturnType<typeof aPage>>

/** Opens a screen; the owner approves what is asked, where anything is. True when it was asked. */
async function open({ people, router }: Page, path: string, isApproved: boolean): Promise<boolean> {
  const going = router.push(path)
  const isAsked = await Promise.race([
    vi.waitFor(() => expect(people.request).not.toBeNull(), { timeout: 60_000 }).then(() => true),
    going.then(() => false),
  ])
  if (isAsked && people.request && isApproved) await people.grant(OWNER, people.request)
  else if (isAsked) people.refuse()
  await going
  return isAsked
}

it('guards every screen that has a permission, and this table has them all', async () => {
  const { router } = await aPage('owner')
  const guarded = router.getRoutes().flatMap(({ meta }) => meta.needs ?? [])
  expect(new Set(guarded)).toEqual(new Set(GUARDED.map(({ needs }) => needs)))
  expect(guarded).toHaveLength(GUARDED.length)
})

describe.each(['cashier', 'manager', 'owner'] as const)('a %s', role => {
  const may = (needs: (typeof GUARDED)[number]['needs']) =>
    isAllowed(USUAL_RIGHTS, role, { permission: needs })

  it.each(GUARDED)('opens $path alone only where their role may', async ({ path, needs }) => {
    const page = await aPage(role)
    expect(await open(page, path, false)).toBe(!may(needs))
    expect(page.at()).toBe(may(needs) ? path : '/sell')
  })

  // One screen of each permission: two of one need the same.
  const ofEach = [...new Map(GUARDED.map(one => [one.needs, one])).values()]
  const pairs = ofEach.flatMap(first => ofEach.map(next => ({ first, next })))
  it.each(pairs)(
    'is asked again at $next.path after an approved visit of $first.path',
    async ({ first, next }) => {
      const page = await aPage(role)
      await open(page, first.path, true)
      expect(page.at()).toBe(first.path)
      const isSame = first.path === next.path || first.needs === next.needs
      expect(await open(page, next.path, false)).toBe(!isSame && !may(next.needs))
      expect(page.at()).toBe(isSame || may(next.needs) ? next.path : first.path)
    },
  )

  it.each(GUARDED)('is asked again at $path after leaving it', async ({ path, needs }) => {
    const page = await aPage(role)
    await open(page, path, true)
    await page.router.push('/sales')
    expect(await open(page, path, false)).toBe(!may(needs))
  })

  it.each(pairs.filter(({ first, next }) => first.needs !== next.needs))(
    'gets no approval of $next.path by a PIN typed for $first.path',
    async ({ first, next }) => {
      const page = await aPage(role)
      if (may(first.needs) || may(next.needs)) return
      const { people, router } = page
      void router.push(first.path)
      await vi.waitFor(() => expect(people.request).not.toBeNull())
      const typedFor = people.request
      assert(typedFor !== null, 'an approval is asked for')
      // While the PIN is hashed, the route is changed.
      void router.push(next.path)
      await vi.waitFor(() => expect(people.request?.requestId).not.toBe(typedFor.requestId))
      await people.grant(OWNER, typedFor)
      expect(page.at()).toBe('/sell')
      expect(people.request).not.toBeNull()
      expect((await context.tillDb.settings.get('approvals'))?.value ?? []).toEqual([])
      people.refuse()
    },
  )

  it.each(GUARDED)('is asked no more for $path once they gave it up', async ({ path, needs }) => {
    const page = await aPage(role)
    if (may(needs)) return
    void page.router.push(path)
    await vi.waitFor(() => expect(page.people.request).not.toBeNull())
    await page.router.push('/sales')
    expect(page.people.request).toBeNull()
    expect(page.at()).toBe('/sales')
  })
})
