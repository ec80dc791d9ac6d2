import { expect, it } from 'vitest'
import { DEMO_KEYS } from '@/demo/demoShop'
import { DEMO_KEYS as OFFERED, prepareDemo } from '@/till/catalogue/prepareDemo'
import { openDatabases } from '@/storage/open'
import { readSetting } from '@/storage/settings/settings'

it('opens the demo shop with a key of its own, in a space of its own', async () => {
  const { wide, minimal } = DEMO_KEYS
  expect(OFFERED).toEqual({ wide, minimal })
  await prepareDemo('http://localhost:4173/caisse/')
  expect(await readSetting(openDatabases('demo').tillDb, 'connection')).toEqual({
    address: 'http://localhost:4173/caisse/demo',
    key: wide,
  })
  expect(await readSetting(openDatabases('shop').tillDb, 'connection')).toBeUndefined()
})
