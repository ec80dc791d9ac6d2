import { expect, test as base } from '@playwright/test'
import { sealedIn } from '../support'
import {
  after,
  aSumup,
  ends,
  pays,
  sumupEnv,
  type FakeSumup,
} from '../../support/terminal/fakeSumup'
import { beginToPay, openShop, shownState } from './terminalShop'
import { startCounterServer, type CounterServer } from './counterServer'

const test = base.extend<{ sumup: FakeSumup; server: CounterServer }>({
  sumup: async ({ browserName: _browser }, use) => {
    const sumup = await aSumup()
    await use(sumup)
    await sumup.close()
  },
  server: async ({ sumup }, use) => {
    const server = await startCounterServer(sumupEnv(sumup.address))
    await use(server)
    await server.kill()
  },
  baseURL: async ({ server }, use) => use(server.origin),
})

test('a reader of SumUp: abandoned on it, then accepted; its keys are in no page', async ({
  page,
  baseURL,
  server,
  sumup,
}) => {
  await openShop(page, baseURL, 'Solo')
  sumup.does({ tell: after(2, ends('cancelled')) })
  const dueCents = await beginToPay(page)
  await page.getByTestId('validate').click()
  await shownState(page, 'waiting')
  await shownState(page, 'ended')
  await expect(page.getByTestId('terminal-reason')).toHaveText('Abandonné sur le terminal.')
  sumup.does({ tell: pays() })
  await page.getByTestId('terminal-again').click()
  await expect(page.getByTestId('paid-number')).toBeVisible({ timeout: 20_000 })
  expect(sumup.moved).toEqual([dueCents])
  const sealed = JSON.stringify(await sealedIn(page, 'shop'))
  expect(sealed).toContain('card-answered')
  for (const text of [sealed, server.said()]) expect(text).not.toMatch(/sup_sk|affiliate-key|rdr_/)
})

test('SumUp answers no more: to be checked once the server is there again, never failed', async ({
  page,
  baseURL,
  server,
  sumup,
}) => {
  await openShop(page, baseURL, 'Solo')
  sumup.does({ tell: after(1e6, pays()) })
  await beginToPay(page)
  await page.getByTestId('validate').click()
  await shownState(page, 'waiting')
  await expect.poll(() => sumup.created.length).toBe(1)
  await server.kill()
  await shownState(page, 'silent')
  await server.start()
  await shownState(page, 'unclear')
  expect(sumup.created).toHaveLength(1)
  await page.getByTestId('terminal-refused').click()
  await shownState(page, 'ended')
})
