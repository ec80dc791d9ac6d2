// Measures what sharing costs a till that does not share: an older build and this one, by turns.
import { byTurns, olderBuild, serveBoth } from '../byTurns.mjs'
import { withSources } from '../sources.mjs'

const ARTICLES = 60

/** A tap, a sale and a first visit: before, now, and now while what is sold goes to other devices. */
export async function measureBefore() {
  const from = olderBuild()
  if (!from) return
  const both = await serveBoth(from, ARTICLES)
  await withSources(async load => {
    const { startShopServer } = await load('tests/e2e/sharing/shopServer.ts')
    const { foundShop } = await load('tests/e2e/sharing/devices.ts')
    const shop = await startShopServer()
    try {
      await byTurns({
        ...both.kinds,
        sharing: {
          name: 'maintenant, en partage',
          at: shop.origin,
          prepare: page => foundShop({ page }, 'Tablette'),
        },
      })
    } finally {
      await shop.close()
      both.close()
    }
  })
}
