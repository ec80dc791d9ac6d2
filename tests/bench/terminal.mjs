// Payments by a simulated card terminal: how long the till takes from its yes to the sale on disk.

const PAYMENTS = 3
/** As a customer does with a card; the till waits for it. */
const CARD_MS = 500

/** Lets the page pay by the counter's terminal. */
export async function chooseTerminal(page) {
  await page.goto('/#/config/general/reglements')
  await page.getByTestId('terminal-choice').getByRole('radio', { name: 'Comptoir' }).check()
}

/** Pays some tickets by the terminal; milliseconds from each yes to its sale on disk. */
export async function payByTerminal(page, terminal, { after, approve }) {
  const waits = []
  for (let paid = 0; paid < PAYMENTS; paid += 1) {
    let approvedAt = 0
    terminal.does(
      after(CARD_MS, (socket, heard) => {
        approvedAt = Date.now()
        approve()(socket, heard)
      }),
    )
    await page.evaluate(() => globalThis.bench.fill(1))
    await page.getByTestId('pay-card').last().tap()
    await page.getByTestId('validate').waitFor()
    const sold = page.evaluate(saleOnDisk)
    await page.getByTestId('validate').tap()
    waits.push((await sold) - approvedAt)
    await page.getByTestId('new-ticket').tap()
  }
  return waits
}

/** Runs in the page: when the next sale is durable, by the machine's clock. */
function saleOnDisk() {
  const { prototype } = IDBObjectStore
  const { add } = prototype
  return new Promise(resolve => {
    prototype.add = function (...parts) {
      if (this.name === 'journal' && parts[0]?.event?.kind === 'sale') {
        this.transaction.addEventListener('complete', () => {
          prototype.add = add
          resolve(Date.now())
        })
      }
      return add.apply(this, parts)
    }
  })
}
