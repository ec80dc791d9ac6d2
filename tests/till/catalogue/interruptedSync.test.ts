import { describe, expect, it, vi } from 'vitest'
import { aSyncedTill, aTillInTime, contents, everything, sync, synced } from '../../support/syncing'
import type { TillError } from '@/core/errors'
import { grownArticles } from '@/demo/catalogue/grow'
import { changeShop } from '@/demo/changes'
import { createDemoShop } from '@/demo/demoShop'
import type { Misbehaviour } from '@/demo/webservice/misbehaviour'
import { createMessages } from '../../messages/everyLanguage'
import { sentencesOf } from '@/messages/errorSentences'
import type { Translate } from '@/messages/useMessages'
import { readSyncs } from '@/storage/catalogue/catalogue'
import { CatalogueDatabase } from '@/storage/databases'
import { applyPending } from '@/till/catalogue/syncCatalogue'
import type { TillContext } from '@/till/context'
import { undoSync } from '@/till/catalogue/undoSync'

const NOW = '2026-11-24 12:00:00'

interface Stop {
  kind: Misbehaviour['kind']
  code: TillError['code']
  fr: string
  en: string
}

/** Faults of a shop, and the sentence shown to the owner. */
const STOPS: Stop[] = [
  {
    kind: 'empty-500',
    code: 'shop-failing',
    fr: 'shop.example est en panne ou en maintenance (erreur 500).',
    en: 'shop.example is down or under maintenance (error 500).',
  },
  {
    kind: 'maintenance-503',
    code: 'shop-failing',
    fr: 'shop.example est en panne ou en maintenance (erreur 503).',
    en: 'shop.example is down or under maintenance (error 503).',
  },
  {
    kind: 'too-many-429',
    code: 'shop-busy',
    fr: 'shop.example demande d’attendre\u00a0: trop de demandes en peu de temps.',
    en: 'shop.example asks to wait: too many requests in a short time.',
  },
  {
    kind: 'cut',
    code: 'shop-unreachable',
    fr: 'shop.example ne répond pas.',
    en: 'shop.example does not answer.',
  },
  {
    kind: 'unreachable',
    code: 'shop-unreachable',
    fr: 'shop.example ne répond pas.',
    en: 'shop.example does not answer.',
  },
  {
    kind: 'home-page',
    code: 'shop-not-prestashop',
    fr: 'shop.example répond, mais ce n’est pas une boutique PrestaShop.',
    en: 'shop.example answers, but it is not a PrestaShop.',
  },
  {
    kind: 'redirect',
    code: 'shop-redirected',
    fr: 'shop.example renvoie vers demo.example.',
    en: 'shop.example sends on to demo.example.',
  },
]

describe('whatever stops a sync, the catalogue stays the old one, and the owner reads why', () => {
  it.each(STOPS)('$kind at each request of an update', async stop => {
    const { till, shop } = await aChangedShop()
    const before = await everything(till)
    const requests = await requestsOfAnUpdate()
    // A shop that asks to wait is waited for, which is slow: every third request is enough.
    const step = ['too-many-429', 'maintenance-503'].includes(stop.kind) ? 3 : 1
    for (let after = 0; after < requests; after += step) {
      shop.behave()
      shop.misbehave({ kind: stop.kind, after, matching: '/api/' })
      expectStopped(await sync(till, shop), stop, `request ${after}`)
      expect(await everything(till)).toEqual(before)
    }
    // The log holds the reason; the next sync finds what this one missed.
    const { runs } = await readSyncs(till.catalogueDb)
    expect(runs[0]).toMatchObject({ outcome: 'failed', error: { code: stop.code } })
    shop.behave()
    expect(await sync(till, shop)).toMatchObject({ ok: true, value: { counts: { changed: 1 } } })
  })

  it.each(STOPS.filter(({ kind }) => !['too-many-429', 'maintenance-503'].includes(kind)))(
    '$kind at each request of a first sync',
    async stop => {
      const shop = createDemoShop()
      const { requests } = await synced(aTillInTime(), shop)
      for (let after = 0; after < requests; after += 1) {
        const context = aTillInTime()
        shop.misbehave({ kind: stop.kind, after, matching: '/api/' })
        expectStopped(await sync(context, shop), stop, `request ${after}`)
        expect((await contents(context)).articles).toEqual([])
        shop.behave()
        expect(await sync(context, shop)).toMatchObject({ ok: true, value: { outcome: 'applied' } })
      }
    },
  )

  it('a redirect to another page of the shop itself', async () => {
    const { till, shop } = await aChangedShop({ publicAddress: 'http://shop.example' })
    shop.misbehave({ kind: 'redirect', matching: '/api/' })
    expect(await sync(till, shop)).toMatchObject({ error: { code: 'shop-not-prestashop' } })
  })
})

describe('a mere obstacle does not stop a sync', () => {
  it('a slow shop', async () => {
    const { till, shop } = await aChangedShop()
    shop.misbehave({ kind: 'slow', delayMs: 30 })
    expect(await synced(till, shop)).toMatchObject({ counts: { changed: 1 } })
  })

  it('a host that begins to drop the key’s header, at each request', async () => {
    const requests = await requestsOfAnUpdate()
    for (let after = 0; after < requests; after += 1) {
      const { till, shop } = await aChangedShop()
      let asked = 0
      const handle = (request: Request) => {
        shop.state.dropsHeader = asked >= after
        asked += 1
        return shop.handle(request)
      }
      const run = await synced(till, { ...shop, handle })
      expect(run, `request ${after}`).toMatchObject({ counts: { changed: 1 } })
    }
  })

  it.each(['empty-500', 'cut', 'unreachable'] as const)(
    '%s of a large page is asked again in smaller ones',
    async kind => {
      const shop = createDemoShop({ articles: grownArticles(900) })
      const expected = await synced(aTillInTime(), shop)
      shop.misbehave({ kind, matching: 'filter[id]=', after: 2, times: 1 })
      const run = await synced(aTillInTime(), shop)
      expect(run.counts).toEqual(expected.counts)
    },
  )
})

describe('a till killed in the middle of a sync has the old catalogue or the new one', () => {
  it('at each step of its reading', async () => {
    const { till, shop } = await aChangedShop()
    const before = await everything(till)
    let steps = 0
    await synced(aTillInTime(), shop, { onStep: () => (steps += 1) })
    for (let at = 0; at < steps; at += 1) {
      const stop = new AbortController()
      let step = 0
      const onStep = () => {
        if (step === at) stop.abort()
        step += 1
      }
      const cancelled = await sync(till, shop, { signal: stop.signal, onStep })
      // The update ended before the last steps.
      if (step <= at || cancelled.ok) break
      expect(cancelled, `step ${at}`).toMatchObject({ error: { code: 'sync-cancelled' } })
      expect(await everything(till)).toEqual(before)
    }
  })

  const ACTS: [string, () => Promise<Scene>][] = [
    ['a first sync', aFirstSync],
    ['an update', anUpdate],
    ['an update that waits for the owner', anUpdateThatWaits],
    ['applying what waited', applyingWhatWaited],
    ['an undo', anUndo],
  ]
  it.each(ACTS)('at each write of %s', async (_name, prepare) => {
    const whole = await prepare()
    const counted = dieAtWrite(Infinity)
    await whole.act()
    counted.revive()
    const after = await onDisk(whole.till)
    expect(counted.writes()).toBeGreaterThan(1)

    for (let at = 1; at <= counted.writes(); at += 1) {
      const { till, act } = await prepare()
      const before = await onDisk(till)
      const killed = dieAtWrite(at)
      await act().catch(() => 'killed')
      killed.revive()
      expect(await onDisk(till), `write ${at}`).toEqual(before)
      await act()
      expect(await onDisk(till), `write ${at}, and again`).toEqual(after)
    }
  })
})

interface Scene {
  till: TillContext
  act: () => Promise<unknown>
}

function aFirstSync(): Promise<Scene> {
  const context = aTillInTime()
  const shop = createDemoShop()
  return Promise.resolve({ till: context, act: () => sync(context, shop) })
}

async function anUpdate(): Promise<Scene> {
  const { till, shop } = await aChangedShop()
  changeShop(shop.data, { kind: 'active', productId: 2, isActive: false }, NOW)
  changeShop(shop.data, { kind: 'delete', productId: 3 }, NOW)
  changeShop(shop.data, { kind: 'add', productId: 900, name: 'Neuf', netPrice: '5' }, NOW)
  shop.data.tables.categories?.pop()
  return { till, act: () => sync(till, shop) }
}

async function anUpdateThatWaits(): Promise<Scene> {
  const { till, shop } = await aChangedShop()
  for (let productId = 1; productId <= 6; productId += 1) {
    changeShop(shop.data, { kind: 'active', productId, isActive: false }, NOW)
  }
  return { till, act: () => sync(till, shop) }
}

async function applyingWhatWaited(): Promise<Scene> {
  const { till, act } = await anUpdateThatWaits()
  await act()
  return { till, act: () => applyPending(till) }
}

async function anUndo(): Promise<Scene> {
  const { till, act } = await anUpdate()
  await act()
  return { till, act: () => undoSync(till) }
}

/** The database as a reopened till finds it, except the log, which may record the failure. */
async function onDisk({ catalogueDb }: TillContext) {
  const again = new CatalogueDatabase(catalogueDb.name)
  const { pending, undoable } = await readSyncs(again)
  const held = await everything({ catalogueDb: again })
  again.close()
  // Runs get other ids and times when they are started again.
  return { ...held, waiting: pending?.list, isUndoable: undoable !== null }
}

/** From this write on the disk cannot be written, as for a killed tab. */
function dieAtWrite(at: number) {
  let writes = 0
  const spies = (['put', 'add', 'delete', 'clear'] as const).map(method => {
    const original = IDBObjectStore.prototype[method] as (...given: unknown[]) => IDBRequest
    const spy = vi.spyOn(IDBObjectStore.prototype, method)
    spy.mockImplementation(function (this: IDBObjectStore, ...given: unknown[]) {
      writes += 1
      if (writes >= at) throw new DOMException('the tab was killed', 'AbortError')
      return original.apply(this, given) as IDBRequest<IDBValidKey>
    })
    return spy
  })
  return { writes: () => writes, revive: () => spies.forEach(spy => spy.mockRestore()) }
}

function expectStopped(done: Awaited<ReturnType<typeof sync>>, stop: Stop, when: string): void {
  if (done.ok) throw new Error(`${stop.kind}, ${when}: the sync went through`)
  expect(done.error.code, when).toBe(stop.code)
  for (const locale of ['fr', 'en'] as const) {
    const i18n = createMessages(locale)
    const t: Translate = (name, values = {}) => i18n.global.t(name, values)
    const { what, meaning, todo } = sentencesOf(done.error, t, locale)
    expect(what).toBe(stop[locale])
    for (const sentence of [meaning, todo]) expect(sentence).toMatch(/^[^{}]{15,}\.$/)
  }
}

async function aChangedShop(options?: Parameters<typeof aSyncedTill>[0]) {
  const { till, shop } = await aSyncedTill(options)
  changeShop(shop.data, { kind: 'price', productId: 1, netPrice: '99.000000' }, NOW)
  return { till, shop }
}

async function requestsOfAnUpdate(): Promise<number> {
  const { till, shop } = await aChangedShop()
  return (await synced(till, shop)).requests
}
