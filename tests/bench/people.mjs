// Time from the last tap of a PIN to the next cashier's till, without a network.
import { note, percentile } from './results.mjs'
import { openTill, serveShop, syncOnce } from './till.mjs'

const OWNER = { name: 'Anne', pin: '739128' }
const CASHIER = { name: 'Léo', pin: '58204' }
const SWITCHES = 20
const SLOWER = 4

/**
 * The browser slows down the page but not its worker, which hashes the PIN. Everything is therefore
 * measured at full speed and multiplied by four, the hash included.
 */
export async function measurePeople() {
  const server = await serveShop(60)
  const { browser, page } = await openTill()
  try {
    await syncOnce(page)
    await nameTeam(page)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await page.context().setOffline(true)
    await page.getByTestId('nav-sell').tap()
    const times = []
    for (let turn = 0; turn < SWITCHES; turn += 1) {
      times.push(await switchTo(page, turn % 2 === 0 ? CASHIER : OWNER))
    }
    const slowest = percentile(times, 95) * SLOWER
    note('changer de personne hors ligne, 95 %, compté 4 fois', slowest, 2_000, ' ms')
    console.log(
      `  (${SWITCHES} changements, hachage du code compris ; médiane mesurée ` +
        `${percentile(times, 50).toFixed(0)} ms à pleine vitesse)`,
    )
  } finally {
    await browser.close()
    server.kill()
  }
}

async function nameTeam(page) {
  await page.goto('/#/config/equipe')
  await join(page, OWNER)
  await page.getByTestId('recovery-noted').tap()
  await join(page, CASHIER, 'cashier')
  await page.getByTestId(`member-${CASHIER.name}`).waitFor()
}

async function join(page, { name, pin }, role) {
  await page.getByTestId('member-add').tap()
  await page.getByTestId('member-name').fill(name)
  if (role) await page.getByTestId(`role-${role}`).check({ force: true })
  await page.getByTestId('member-next').tap()
  for (let round = 0; round < 2; round += 1) {
    await typePin(page, pin)
    await page.getByTestId('pin-enter').tap()
  }
}

async function typePin(page, pin) {
  for (const digit of pin) await page.getByTestId(`key-${digit}`).tap()
}

/**
 * Milliseconds from the last tap until the name of who serves is shown, as seen in the page itself.
 */
async function switchTo(page, { name, pin }) {
  await page.getByTestId('current-user').tap()
  await page.getByTestId('lock-now').tap()
  await page.getByTestId(`person-${name}`).tap()
  await typePin(page, pin)
  return page.evaluate(
    wanted =>
      new Promise(resolve => {
        const startedAt = performance.now()
        const look = () => {
          const shown = document.querySelector('[data-testid="current-user"]')
          if (shown?.textContent?.includes(wanted)) resolve(performance.now() - startedAt)
          else requestAnimationFrame(look)
        }
        document.querySelector('[data-testid="pin-enter"]').click()
        look()
      }),
    name,
  )
}
