// Measures what devices cost the counter: an older build, this one, this one that prints each receipt, and this
// one with a card terminal.
import { byTurns, olderBuild, serveBoth } from './byTurns.mjs'
import { percentile } from './results.mjs'
import { withSources } from './sources.mjs'
import { chooseTerminal, payByTerminal } from './terminal.mjs'

const ARTICLES = 60

/** A tap, a sale in cash and a first visit: before, now, while each receipt is printed unasked, and with a terminal. */
export async function measurePrinting() {
  const from = olderBuild()
  if (!from) return
  const both = await serveBoth(from, ARTICLES)
  await withSources(async load => {
    const { startCounterServer } = await load('tests/e2e/payment/counterServer.ts')
    const { aPrinter } = await load('tests/support/printer/fakePrinter.ts')
    const { after, approve, aTerminal } = await load('tests/support/terminal/fakeTerminal.ts')
    const printer = await aPrinter()
    const terminal = await aTerminal()
    const counter = await startCounterServer({
      COMPTOIR_PRINTER: `Comptoir=127.0.0.1:${printer.port}`,
      COMPTOIR_TERMINAL: `Comptoir=127.0.0.1:${terminal.port}`,
      COMPTOIR_DEMO_CONTROL: '1',
      COMPTOIR_DEMO_ARTICLES: String(ARTICLES),
    })
    const waits = []
    try {
      await byTurns({
        ...both.kinds,
        printing: { name: 'maintenant, en imprimant', at: counter.origin, prepare: printEach },
        terminal: {
          name: 'maintenant, avec un terminal',
          at: counter.origin,
          prepare: chooseTerminal,
          end: async page =>
            waits.push(...(await payByTerminal(page, terminal, { after, approve }))),
        },
      })
      console.log(
        `  de l’accord du terminal à la vente sur le disque, médiane de ${waits.length} : ${percentile(waits, 50).toFixed(0)} ms`,
      )
      console.log(`  (${printer.papers.length} papiers sortis de l’imprimante simulée)`)
    } finally {
      await counter.kill()
      await printer.close()
      await terminal.close()
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
