// Measures what a printer costs the counter: an older build, this one, and this one that prints each receipt.
import { byTurns, olderBuild, serveBoth } from './byTurns.mjs'
import { withSources } from './sources.mjs'

const ARTICLES = 60

/** A tap, a sale and a first visit: before, now, and now while each receipt is printed unasked. */
export async function measurePrinting() {
  const from = olderBuild()
  if (!from) return
  const both = await serveBoth(from, ARTICLES)
  await withSources(async load => {
    const { startCounterServer } = await load('tests/e2e/payment/counterServer.ts')
    const { aPrinter } = await load('tests/support/printer/fakePrinter.ts')
    const printer = await aPrinter()
    const counter = await startCounterServer({
      COMPTOIR_PRINTER: `Comptoir=127.0.0.1:${printer.port}`,
      COMPTOIR_DEMO_CONTROL: '1',
      COMPTOIR_DEMO_ARTICLES: String(ARTICLES),
    })
    try {
      await byTurns({
        ...both.kinds,
        printing: { name: 'maintenant, en imprimant', at: counter.origin, prepare: printEach },
      })
      console.log(`  (${printer.papers.length} papiers sortis de l’imprimante simulée)`)
    } finally {
      await counter.kill()
      await printer.close()
      both.close()
    }
  })
}

async function printEach(page) {
  await page.goto('/#/config/general/imprimante')
  await page.getByTestId('printer-network').tap()
  await page.getByTestId('printer-opens-drawer').check()
  await page.getByTestId('printer-automatic-sale').check()
}
