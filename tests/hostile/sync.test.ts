import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aSyncedTill, everything, sync, synced } from '../support/syncing'
import { spoiltJson } from './spoil'
import { createMessages } from '../messages/everyLanguage'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { sentencesOf } from '@/messages/errorSentences'

/** How many syncs; more of them by COMPTOIR_HOSTILE. */
const RUNS = Number(process.env.COMPTOIR_HOSTILE ?? 60)
const { t } = createMessages('fr', 'shop').global

/** The shop, one of whose answers, counted from the first, is spoilt. */
function spoiling(shop: ShopServer, which: number, spoilt: (text: string) => string): ShopServer {
  let answered = 0
  return {
    ...shop,
    handle: async request => {
      const answer = await shop.handle(request)
      const isText = answer.headers.get('content-type')?.includes('json') === true
      if (!isText || !answer.ok) return answer
      answered += 1
      if (answered - 1 !== which) return answer
      const headers = new Headers(answer.headers)
      // A shop that answers the same anew would say so by this.
      headers.delete('content-md5')
      headers.delete('content-length')
      return new Response(spoilt(await answer.text()), { status: answer.status, headers })
    },
  }
}

it('of a sync with one spoilt answer, all is applied or nothing, and what it met is told', async () => {
  const { till, shop } = await aSyncedTill()
  const outcomes = { failed: 0, applied: 0, waiting: 0 }
  const seed = fc.nat()
  await fc.assert(
    fc.asyncProperty(fc.nat(11), seed, async (which, random) => {
      const before = await everything(till)
      till.minute += 15
      const other = spoiling(shop, which, text => {
        const [made] = fc.sample(spoiltJson(JSON.parse(text)), { numRuns: 1, seed: random })
        return made ?? ''
      })
      const done = await sync(till, other, { sweep: 'all' })
      const after = await everything(till)
      if (!done.ok) {
        outcomes.failed += 1
        expect(after).toEqual(before)
        for (const sentence of Object.values(sentencesOf(done.error, t, 'fr'))) {
          expect(sentence).toMatch(/^[^{}]{10,}$/)
        }
      } else {
        outcomes[done.value.outcome === 'waiting' ? 'waiting' : 'applied'] += 1
        if (done.value.outcome === 'waiting') expect(after).toEqual(before)
        for (const article of after.articles) {
          expect(Number.isSafeInteger(article.priceCents)).toBe(true)
          expect(typeof article.name).toBe('string')
        }
      }
      expect(({} as { isSpoilt?: true }).isSpoilt).toBeUndefined()
    }),
    { numRuns: RUNS },
  )
  expect(Math.min(outcomes.failed, outcomes.applied)).toBeGreaterThan(0)

  // Whatever came in between, the shop itself is read as it is.
  till.minute += 15
  await synced(till, shop, { sweep: 'all' })
})
