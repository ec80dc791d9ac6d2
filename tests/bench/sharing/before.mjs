// Measures what sharing costs a till that does not share: an older build and this one, by turns.
import { byTurns, olderBuild } from '../byTurns.mjs'
import { withSources } from '../sources.mjs'
import { serveShop } from '../till.mjs'

const ARTICLES = 60
const PORTS = { before: 4284, now: 4285 }

/** A tap, a sale and a first visit: before, now, and now while what is sold goes to other devices. */
export async function measureBefore() {
  const from = olderBuild()
  if (!from) return
  const servers = [
    await serveShop(ARTICLES, { from, port: PORTS.before }),
    await serveShop(ARTICLES, { port: PORTS.now }),
  ]
  await withSources(async load => {
    const { startShopServer } = await load('tests/e2e/sharing/shopServer.ts')
    const { foundShop } = await load('tests/e2e/sharing/devices.ts')
    const shop = await startShopServer()
    try {
      await byTurns({
        before: { name: 'avant', at: `http://localhost:${PORTS.before}` },
        now: { name: 'maintenant', at: `http://localhost:${PORTS.now}` },
        sharing: {
          name: 'maintenant, en partage',
          at: shop.origin,
          prepare: page => foundShop({ page }, 'Tablette'),
        },
      })
    } finally {
      await shop.close()
      for (const server of servers) server.kill()
    }
  })
}
