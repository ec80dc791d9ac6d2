// Sales of a till of the bench, each timed in its page.

const byCard = page => page.getByTestId('pay-card').tap()

/** Sells so many tickets of so many lines, by the probe of the page; the times of each. `choose` touches the means of payment. */
export async function sellTickets(page, { tickets, lines, choose = byCard }) {
  const pays = []
  for (let sold = 0; sold < tickets; sold += 1) {
    await page.evaluate(count => globalThis.bench.fill(count), lines)
    await choose(page)
    await page.getByTestId('validate').waitFor()
    pays.push(await page.evaluate(() => globalThis.bench.pay()))
    await page.getByTestId('new-ticket').tap()
  }
  return pays
}
