import { expect, it } from 'vitest'
import { sameOrigin } from '../support/surroundings'
import { isBlocked } from '@/core/finding'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import type { ShopServer } from '@/demo/webservice/shopServer'
import { createMessages } from '@/messages'
import { checkUpText } from '@/messages/findingSentences'
import type { Translate } from '@/messages/useMessages'
import { examineShop } from '@/till/examineShop'

const address = 'http://shop.example'
const examine = (shop: ShopServer, key: string = DEMO_KEYS.minimal, now = () => Date.now()) =>
  examineShop(sameOrigin(shop), { address, key }, ['fr'], now)

it('finds nothing that blocks in a shop as it should be', async () => {
  const findings = await examine(createDemoShop())
  expect(isBlocked(findings)).toBe(false)
  expect(findings.map(({ code }) => code)).toEqual([
    'shop-answers',
    'address-plain',
    'by-same-origin',
    'rights-complete',
    'version-known',
    'clock-right',
    'languages-known',
    'page-quick',
    'picture-kind',
  ])
})

it('sees that the host drops the header', async () => {
  const shop = createDemoShop()
  shop.state.dropsHeader = true
  expect(await examine(shop)).toContainEqual(expect.objectContaining({ code: 'key-in-query' }))
})

it('sees a clock that is hours apart', async () => {
  const findings = await examine(createDemoShop(), DEMO_KEYS.minimal, () => Date.now() - 7_200_000)
  expect(findings).toContainEqual(expect.objectContaining({ code: 'clock-apart' }))
})

it('sees a size of pictures that is not there', async () => {
  const shop = createDemoShop()
  shop.data.pictureKinds.products = []
  expect(await examine(shop)).toContainEqual(
    expect.objectContaining({ code: 'picture-kind-absent' }),
  )
})

it.each([
  [
    'a webservice switched off',
    'shop-webservice-off',
    (shop: ShopServer) => {
      shop.state.webserviceOff = true
    },
  ],
  [
    'a home page in its place',
    'shop-not-prestashop',
    (shop: ShopServer) => {
      shop.misbehave({ kind: 'home-page' })
    },
  ],
  [
    'a failing server',
    'shop-failing',
    (shop: ShopServer) => {
      shop.misbehave({ kind: 'empty-500' })
    },
  ],
  [
    'a page of articles that fails',
    'shop-failing',
    (shop: ShopServer) => {
      shop.misbehave({ kind: 'empty-500', matching: 'products?' })
    },
  ],
] as const)('stops at %s and names it', async (_what, code, spoil) => {
  const shop = createDemoShop()
  spoil(shop)
  const findings = await examine(shop)
  expect(findings.at(-1)).toMatchObject({ level: 'blocking', code: 'error', error: { code } })
})

it.each([
  ['short', 'shop-key-malformed'],
  ['X'.repeat(32), 'shop-key-refused'],
  ['', 'shop-key-missing'],
])('names what is wrong with the key "%s"', async (key, code) => {
  expect(await examine(createDemoShop(), key)).toMatchObject([{ error: { code } }])
})

it.each(['fr', 'en'] as const)('gives the agency a text without the key, in %s', async locale => {
  const i18n = createMessages(locale)
  const t: Translate = (name, values = {}) => i18n.global.t(name, values)
  const text = checkUpText(await examine(createDemoShop()), DEMO_KEYS.minimal, t, locale)
  expect(text).not.toContain(DEMO_KEYS.minimal)
  expect(text).not.toMatch(/finding\.|doctor\./)
  expect(text.split('\n').length).toBeGreaterThan(8)
})
