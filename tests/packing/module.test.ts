import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openModuleShop, whyNoPhp, writeModule, type ModuleShop } from './moduleShop'
import { parsePairing } from '@/core/catalogue/pairing'
import { pairShop } from '@/till/catalogue/pairShop'

const why = whyNoPhp()
if (why) console.warn(`The PrestaShop module is not run here: ${why}.`)

const shops: ModuleShop[] = []
afterEach(() => {
  for (const shop of shops.splice(0)) shop.close()
})

async function aShop(options: Parameters<typeof openModuleShop>[0] = {}): Promise<ModuleShop> {
  const shop = await openModuleShop(options)
  shops.push(shop)
  expect(await shop.call('/install')).toBe('true')
  return shop
}

const rightsOf = async (shop: ModuleShop) =>
  (await shop.rows('SELECT * FROM ps_webservice_permission ORDER BY resource, method')).map(
    row => `${row.resource} ${row.method}`,
  )
const FIVE = ['categories', 'images', 'languages', 'products', 'tax_rule_groups'].map(
  resource => `${resource} GET`,
)
const linkOf = (url: string | undefined) => parsePairing((url ?? '').split('#/pair/')[1] ?? '')

/** The stub is run by PHP, on its own port; the address of the shop is in the QR code. */
describe.skipIf(why !== undefined)('the PrestaShop module, over a stub of its classes', () => {
  describe('the till’s files', () => {
    it('are at the root of the shop, and go with the module', async () => {
      const shop = await aShop()
      expect(readdirSync(join(shop.folder, 'caisse')).sort()).toEqual([
        '.comptoir.json',
        '.htaccess',
        'assets',
        'index.html',
        'manifest.webmanifest',
      ])
      expect((await shop.page()).values.tillUrl).toBe(`${shop.address}/boutique/caisse/`)
      writeFileSync(join(shop.folder, 'caisse/mine.txt'), 'kept')
      expect(await shop.call('/uninstall')).toBe('true')
      expect(readdirSync(join(shop.folder, 'caisse'))).toEqual(['mine.txt'])
    })

    it('stay in the module where the root cannot be written', async () => {
      const shop = await openModuleShop()
      shops.push(shop)
      // A file in the folder’s place: root, who runs the tests, may write everywhere else.
      writeFileSync(join(shop.folder, 'caisse'), 'in the way')
      expect(await shop.call('/install')).toBe('true')
      const { values } = await shop.page()
      expect(values.isAtRoot).toBe(false)
      expect(values.tillUrl).toBe(`${shop.address}/boutique/modules/comptoir/caisse/`)
      expect(existsSync(join(shop.folder, 'modules/comptoir/caisse/index.html'))).toBe(true)
    })

    it('leave a folder of somebody else’s alone, and keep a till that was unpacked by hand', async () => {
      for (const [manifest, isAtRoot] of [
        ['{"name":"Somebody else"}', false],
        ['{"name":"Comptoir"}', true],
      ] as const) {
        const shop = await openModuleShop()
        shops.push(shop)
        mkdirSync(join(shop.folder, 'caisse'))
        writeFileSync(join(shop.folder, 'caisse/manifest.webmanifest'), manifest)
        await shop.call('/install')
        expect((await shop.page()).values.isAtRoot).toBe(isAtRoot)
        await shop.call('/uninstall')
        expect(existsSync(join(shop.folder, 'caisse/manifest.webmanifest'))).toBe(true)
        expect(existsSync(join(shop.folder, 'caisse/index.html'))).toBe(isAtRoot)
      }
    })

    it('are a newer version’s after an update, and what that version lacks is gone', async () => {
      const shop = await aShop()
      writeModule(shop.folder, '1.3.0', {
        'index.html': new TextEncoder().encode('<title>Comptoir 1.3.0</title>'),
        'assets/index-zyxwvuts.js': new TextEncoder().encode('sell()'),
      })
      await shop.page()
      expect(readdirSync(join(shop.folder, 'caisse/assets'))).toEqual(['index-zyxwvuts.js'])
      expect(readFileSync(join(shop.folder, 'caisse/index.html'), 'utf8')).toContain('1.3.0')
    })
  })

  describe('the key', () => {
    it('is made with the five rights in one press, and is not in the shop’s log', async () => {
      const shop = await aShop()
      expect((await shop.page()).values.extras.filter(extra => extra.isOn)).toEqual([])
      const { values } = await shop.press('prepare')
      expect(values.pairing?.code).toMatch(/^\d{4} \d{4}$/)
      expect(await rightsOf(shop)).toEqual(FIVE)
      const [account] = await shop.rows('SELECT * FROM ps_webservice_account')
      expect(account).toMatchObject({ description: 'Comptoir', active: 1 })
      expect(account?.key).toMatch(/^[0-9A-F]{32}$/)
      const log = await shop.rows('SELECT * FROM ps_log')
      expect(log).toHaveLength(1)
      expect(JSON.stringify(log)).not.toContain(account?.key)
      expect(JSON.stringify(values)).not.toContain(account?.key)
    })

    it('takes the ticked rights, and loses them unticked', async () => {
      const shop = await aShop()
      await shop.press('prepare')
      await shop.press('rights', {
        'comptoir_extras[]': ['combinations', 'stock', 'stock_write', 'nonsense'],
      })
      expect(await rightsOf(shop)).toEqual(
        [
          ...FIVE,
          'combinations GET',
          'product_option_values GET',
          'product_options GET',
          'stock_availables GET',
          'stock_availables PATCH',
          'stock_availables PUT',
        ].sort(),
      )
      const { values } = await shop.page()
      expect(values.extras.filter(extra => extra.isOn).map(extra => extra.name)).toEqual([
        'combinations',
        'stock',
        'stock_write',
      ])
      await shop.press('rights')
      expect(await rightsOf(shop)).toEqual(FIVE)
    })

    it('is another one when a tablet is lost, with no right left to the old', async () => {
      const shop = await aShop()
      await shop.press('prepare')
      const [before] = await shop.rows('SELECT "key" FROM ps_webservice_account')
      await shop.press('renew')
      const after = await shop.rows('SELECT "key" FROM ps_webservice_account')
      expect(after).toHaveLength(1)
      expect(after[0]).not.toEqual(before)
      expect(await rightsOf(shop)).toEqual(FIVE)
    })

    it.each([
      ['a page of another employee’s session', {}, { comptoir_token: 'X'.repeat(64) }],
      ['a profile that may not make keys', { SHOP_PROFILE: '4' }, {}],
    ])('is not made from %s', async (_who, environment, fields) => {
      const shop = await aShop({ environment })
      const { notice } = await shop.press('prepare', fields)
      expect(notice).toMatch(/^error: /)
      expect(await shop.rows('SELECT * FROM ps_webservice_account')).toEqual([])
      expect(
        await shop.rows("SELECT * FROM ps_configuration WHERE name = 'PS_WEBSERVICE'"),
      ).toEqual([])
    })

    it('shows nothing to an employee who may not configure the module', async () => {
      const shop = await aShop({ environment: { SHOP_MAY_CONFIGURE: 'no' } })
      expect((await shop.page()).notice).toMatch(/^error: [^{]+$/)
    })
  })

  describe('the webservice', () => {
    const isOn = async (shop: ModuleShop) =>
      (await shop.rows("SELECT value FROM ps_configuration WHERE name = 'PS_WEBSERVICE'"))[0]?.value

    it('is switched on, and off again with the module', async () => {
      const shop = await aShop()
      await shop.press('prepare')
      expect(await isOn(shop)).toBe('1')
      await shop.call('/uninstall')
      expect(await isOn(shop)).toBe('0')
      expect(await shop.rows("SELECT * FROM ps_configuration WHERE name LIKE 'COMPTOIR%'")).toEqual(
        [],
      )
    })

    it('stays on where it was on before', async () => {
      const shop = await aShop()
      await shop.call('/set?name=PS_WEBSERVICE&value=1')
      await shop.press('prepare')
      await shop.call('/uninstall')
      expect(await isOn(shop)).toBe('1')
    })

    it('stays on for another key that was made since', async () => {
      const shop = await aShop()
      await shop.press('prepare')
      await shop.rows(
        `INSERT INTO ps_webservice_account ("key", description, active) VALUES ('OTHER', 'Stocks', 1)`,
      )
      await shop.call('/uninstall')
      expect(await isOn(shop)).toBe('1')
    })
  })

  describe('the lines in .htaccess', () => {
    const rulesOf = (shop: ModuleShop) => readFileSync(join(shop.folder, '.htaccess'), 'utf8')

    it('pass the key on, stand once before PrestaShop’s, and go with the module', async () => {
      const shop = await aShop()
      const before = rulesOf(shop)
      await shop.press('prepare')
      await shop.press('rights')
      const after = rulesOf(shop)
      expect(after).toContain('SetEnvIf Authorization "(.+)" HTTP_AUTHORIZATION=$1')
      expect(after.split('# ~~comptoir~~')).toHaveLength(2)
      expect(after.endsWith(before)).toBe(true)
      await shop.call('/uninstall')
      expect(rulesOf(shop)).toBe(before)
    })

    it('let the till’s own subdomain read, and that address alone', async () => {
      const shop = await aShop()
      await shop.press('prepare')
      await shop.press('origin', { comptoir_origin: ' https://Caisse.exemple.fr/ ' })
      expect(rulesOf(shop)).toContain(
        'SetEnvIf Origin "^(https\\://caisse\\.exemple\\.fr)$" COMPTOIR=$1',
      )
      const { values } = await shop.press('pair')
      expect(values.pairing?.url).toMatch(/^https:\/\/caisse\.exemple\.fr\/#\/pair\/1\./)
      await shop.press('origin', { comptoir_origin: '' })
      expect(rulesOf(shop)).not.toContain('Origin')
    })

    it.each([
      'http://caisse.exemple.fr',
      'https://caisse.exemple.fr/dossier',
      'https://a"\nRequire all granted',
      'https://a.fr#',
      'https://',
      'javascript:alert(1)',
    ])('refuse %s', async origin => {
      const shop = await aShop()
      const { notice } = await shop.press('origin', { comptoir_origin: origin })
      expect(notice).toMatch(/^error: /)
      expect(rulesOf(shop)).not.toContain('comptoir')
    })

    it('are shown where the file is not there, and nothing is written', async () => {
      const shop = await aShop()
      const { values } = await shop.press('prepare')
      expect(values.rules).toContain('HTTP_AUTHORIZATION')
      expect(existsSync(join(shop.folder, '.htaccess.comptoir'))).toBe(false)
    })
  })

  describe('the QR code', () => {
    const pairing = async (shop: ModuleShop) => (await shop.press('prepare')).values.pairing
    const codeOf = (made: { code: string } | null) => (made?.code ?? '').replace(' ', '')

    it('gives the key to the till that types its code, once', async () => {
      const shop = await aShop()
      const made = await pairing(shop)
      const link = linkOf(made?.url)
      if (!link) throw new Error('no link')
      const [account] = await shop.rows('SELECT "key" FROM ps_webservice_account')
      expect(made?.url).not.toContain(account?.key)
      const first = await pairShop({ fetch }, link, codeOf(made))
      expect(first).toEqual({
        ok: true,
        value: { address: `${shop.address}/boutique`, key: account?.key },
      })
      const second = await pairShop({ fetch }, link, codeOf(made))
      expect(second).toEqual({ ok: false, error: { code: 'pairing-over' } })
    })

    it('gives it to one of two that ask at the same moment', async () => {
      const shop = await aShop({ environment: { PHP_CLI_SERVER_WORKERS: '4' } })
      const made = await pairing(shop)
      const link = linkOf(made?.url)
      if (!link) throw new Error('no link')
      const both = await Promise.all([1, 2, 3].map(() => pairShop({ fetch }, link, codeOf(made))))
      expect(both.filter(one => one.ok)).toHaveLength(1)
    })

    it('ends after five wrong codes', async () => {
      const shop = await aShop()
      const made = await pairing(shop)
      const link = linkOf(made?.url)
      if (!link) throw new Error('no link')
      const wrong = codeOf(made) === '00000000' ? '11111111' : '00000000'
      const answers = []
      for (let tries = 0; tries < 5; tries += 1)
        answers.push(await pairShop({ fetch }, link, wrong))
      expect(answers.slice(0, 4).map(one => !one.ok && one.error)).toEqual(
        [4, 3, 2, 1].map(triesLeft => ({ code: 'pairing-code-wrong', triesLeft })),
      )
      expect(answers[4]).toEqual({ ok: false, error: { code: 'pairing-over' } })
      expect(await pairShop({ fetch }, link, codeOf(made))).toEqual({
        ok: false,
        error: { code: 'pairing-over' },
      })
    })

    it('ends after ten minutes, and when another one is shown', async () => {
      const shop = await aShop()
      const made = await pairing(shop)
      expect((made?.expires ?? 0) - Date.now() / 1000).toBeGreaterThan(570)
      expect((made?.expires ?? 0) - Date.now() / 1000).toBeLessThanOrEqual(601)
      await shop.rows('UPDATE ps_comptoir_pairing SET expires = expires - 601')
      const link = linkOf(made?.url)
      if (!link) throw new Error('no link')
      const over = { ok: false, error: { code: 'pairing-over' } }
      expect(await pairShop({ fetch }, link, codeOf(made))).toEqual(over)
      const next = await shop.press('pair')
      await shop.press('pair')
      const old = linkOf(next.values.pairing?.url)
      if (!old) throw new Error('no link')
      expect(await pairShop({ fetch }, old, codeOf(next.values.pairing))).toEqual(over)
    })

    it('opens nothing with another shop’s address in it', async () => {
      const shop = await aShop()
      const other = await aShop()
      const made = await pairing(shop)
      const link = linkOf(made?.url)
      const elsewhere = linkOf((await pairing(other))?.url)
      if (!link || !elsewhere) throw new Error('no link')
      const altered = { ...link, head: elsewhere.head }
      expect(await pairShop({ fetch }, altered, codeOf(made))).toEqual({
        ok: false,
        error: { code: 'pairing-unreadable' },
      })
    })

    it('is answered to the till’s own subdomain, and to no other page', async () => {
      const shop = await aShop()
      await shop.press('origin', { comptoir_origin: 'https://caisse.exemple.fr' })
      const ask = (origin: string) =>
        fetch(`${shop.address}/boutique/index.php?fc=module&module=comptoir&controller=pair`, {
          method: 'POST',
          body: new URLSearchParams({ id: 'x', code: '1' }),
          headers: { Origin: origin },
        })
      const allowed = await ask('https://caisse.exemple.fr')
      expect(allowed.headers.get('access-control-allow-origin')).toBe('https://caisse.exemple.fr')
      expect(allowed.headers.get('cache-control')).toBe('no-store')
      const refused = await ask('https://ailleurs.example')
      expect(refused.headers.get('access-control-allow-origin')).toBeNull()
    })
  })
})
