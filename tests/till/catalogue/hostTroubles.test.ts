import { describe, expect, it } from 'vitest'
import { aTillInTime, onSale, synced, sync, contents } from '../../support/syncing'
import { RECORDED_KEYS, recordedShop } from '../../support/recordedShop'
import { sameOrigin } from '../../support/surroundings'
import { createDemoShop, DEMO_KEYS } from '@/demo/demoShop'
import { createMessages } from '../../messages/everyLanguage'
import { sentencesOf } from '@/messages/errorSentences'
import { syncResultOf } from '@/core/catalogue/syncResult'
import { withoutNotices } from '@/prestashop/decode/phpNotices'
import { makeClient } from '@/prestashop/client'
import { makePictureReader } from '@/prestashop/readPicture'
import { readSyncs } from '@/storage/catalogue/catalogue'

describe('a host that prints PHP’s notices', () => {
  it.each(['php-notices', 'php-notices-behind'] as const)(
    'is read as if it printed none: %s',
    async kind => {
      const [plain, noisy] = [aTillInTime(), aTillInTime()]
      const shop = createDemoShop()
      await synced(plain, shop, { key: DEMO_KEYS.full })
      shop.misbehave({ kind })
      const run = await synced(noisy, shop, { key: DEMO_KEYS.full })
      expect(run.unreadable).toEqual([])
      expect(await onSale(noisy)).toEqual(await onSale(plain))
      expect(run.hostNotice).toBe(
        'Deprecated: Creation of dynamic property Cart::$total is deprecated in ' +
          '/home/shop/www/classes/Cart.php on line 171',
      )
    },
  )

  it('is told to the owner once, and stays on screen until the next sync by hand', async () => {
    const till = aTillInTime()
    const shop = createDemoShop()
    await synced(till, shop)
    till.minute += 15
    shop.misbehave({ kind: 'php-notices' })
    const told = await synced(till, shop, { trigger: 'automatic' })
    expect(told.hostNotice).toContain('Deprecated')
    till.minute += 15
    const quiet = await synced(till, shop, { trigger: 'automatic' })
    expect(quiet.hostNotice).toBeUndefined()
    const { lastRun, runs } = await readSyncs(till.catalogueDb)
    expect(syncResultOf(lastRun, runs)?.run.hostNotice).toBe(told.hostNotice)
    till.minute += 15
    expect((await synced(till, shop)).hostNotice).toBeUndefined()
  })

  it('still hears that the key may not read, though the notices hide the status', async () => {
    const shop = recordedShop('ps-8.2.1')
    shop.misbehave({ kind: 'php-notices' })
    const context = aTillInTime()
    expect(await sync(context, shop, { key: RECORDED_KEYS.productsOnly })).toMatchObject({
      ok: false,
      error: { code: 'shop-rights-missing' },
    })
    expect(await sync(context, shop, { key: 'X'.repeat(32) })).toMatchObject({
      ok: false,
      error: { code: 'shop-key-refused' },
    })
  })

  it('gives pictures, too', async () => {
    const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
    const shop = createDemoShop({ picture: () => ({ bytes, type: 'image/jpeg' }) })
    shop.misbehave({ kind: 'php-notices' })
    const { fetch } = sameOrigin(shop)
    const route = { transport: 'proxy' as const, apiUrl: 'http://shop.example/api/' }
    const client = makeClient({ fetch, route, host: 'shop.example', key: DEMO_KEYS.minimal })
    const read = await makePictureReader(client, undefined)('1', '1')
    expect(read.ok && [...new Uint8Array(read.value)]).toEqual([...bytes])
  })

  it.each([
    ['text', '\nWarning: Undefined array key 1 in /srv/a.php on line 3\n\n{"a":1}', '{"a":1}'],
    ['several', '<b>Notice</b>:  x in <b>/a</b> on line <b>1</b><br />[]\n', '[]\n'],
    [
      'a byte order mark',
      '\uFEFF\n<?xml version="1.0"?><prestashop/>',
      '<?xml version="1.0"?><prestashop/>',
    ],
    [
      'a name that reads like one',
      '{"name":"Warning: in on line 3"}',
      '{"name":"Warning: in on line 3"}',
    ],
    [
      'a page',
      '<html><b>Notice</b>: on line <b>1</b></html>',
      '<html><b>Notice</b>: on line <b>1</b></html>',
    ],
  ])('%s: only notices go, and all else stays', (_name, whole, bare) => {
    const { bytes } = withoutNotices(new TextEncoder().encode(whole))
    expect(new TextDecoder().decode(bytes)).toBe(bare)
  })
})

describe('a firewall in front of the shop', () => {
  it.each([
    ['ModSecurity', 'ModSecurity'],
    ['Cloudflare', 'Cloudflare'],
    ['OVHcloud', 'OVHcloud'],
    ['unnamed', ''],
  ] as const)(
    '%s is named, with the request it refused and without the key',
    async (firewall, name) => {
      const till = aTillInTime()
      const shop = createDemoShop()
      await synced(till, shop)
      const before = await contents(till)
      till.minute += 15
      shop.misbehave({ kind: 'firewall', firewall, matching: 'filter[active]' })
      const refused = await sync(till, shop)
      if (refused.ok || refused.error.code !== 'shop-firewall') throw new Error('not named')
      expect(refused.error).toMatchObject({ host: 'shop.example', firewall: name })
      expect(refused.error.request).toMatch(/^GET \/api\/products\?.*filter\[active\]=1/)
      expect(JSON.stringify(refused.error)).not.toContain(DEMO_KEYS.minimal)
      expect(await contents(till)).toEqual(before)
      for (const locale of ['fr', 'en'] as const) {
        const i18n = createMessages(locale)
        const { what, todo } = sentencesOf(
          refused.error,
          (key, values = {}) => i18n.global.t(key, values),
          locale,
        )
        expect(what).toContain(refused.error.request)
        expect(what).toContain(name || (locale === 'fr' ? 'pare-feu' : 'firewall'))
        expect(todo).not.toMatch(/plus tard|later/)
      }
    },
  )

  it('in front of one extra is told, and the articles are read', async () => {
    const till = aTillInTime()
    const shop = createDemoShop()
    shop.misbehave({ kind: 'firewall', firewall: 'Cloudflare', matching: 'specific_prices' })
    const run = await synced(till, shop, { key: DEMO_KEYS.full })
    expect(run.unreadable).toEqual([
      {
        resource: 'specific_prices',
        id: null,
        detail: expect.stringMatching(/^Cloudflare: GET \/api\/specific_prices/) as string,
      },
    ])
  })

  it('is not seen in a shop that is down, nor in a page that only names its host', async () => {
    const shop = createDemoShop()
    shop.misbehave({ kind: 'maintenance-503' })
    expect(await sync(aTillInTime(), shop)).toMatchObject({ error: { code: 'shop-failing' } })
    shop.behave()
    shop.misbehave({ kind: 'home-page' })
    expect(await sync(aTillInTime(), shop)).toMatchObject({
      error: { code: 'shop-not-prestashop' },
    })
  })
})
