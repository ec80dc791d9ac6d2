import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPrivateHost, isPrivateIp, parseShopAddress } from '@/prestashop/shopAddress'

describe('parseShopAddress', () => {
  it.each([
    ['xxxxx.pswebshop.com', 'https://xxxxx.pswebshop.com'],
    ['  https://www.Ma-Boutique.FR/ ', 'https://www.ma-boutique.fr'],
    ['http://boutique.fr', 'http://boutique.fr'],
    ['HTTPS://boutique.fr/api/', 'https://boutique.fr'],
    ['boutique.fr/api', 'https://boutique.fr'],
    ['//boutique.fr/', 'https://boutique.fr'],
    ['boutique.fr/shop/', 'https://boutique.fr/shop'],
    ['boutique.fr/shop/api/products?x=1#y', 'https://boutique.fr/shop'],
    ['boutique.fr/index.php', 'https://boutique.fr'],
    [
      'https://boutique.fr/admin123abc/index.php?controller=AdminDashboard&token=1',
      'https://boutique.fr',
    ],
    ['boutique.fr:8443', 'https://boutique.fr:8443'],
    ['épicerie-fine.fr', 'https://xn--picerie-fine-9db.fr'],
    ['http://localhost:4173/demo', 'http://localhost:4173/demo'],
    ['localhost:4173/demo/api/', 'http://localhost:4173/demo'],
    ['192.168.1.20/prestashop', 'http://192.168.1.20/prestashop'],
  ])('reads %j as %j', (text, address) => {
    expect(parseShopAddress(text)).toMatchObject({ ok: true, address })
  })

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['boutique', 'unreadable'],
    ['ftp://boutique.fr', 'unreadable'],
    ['javascript:alert(1)', 'unreadable'],
    ['file:///etc/passwd', 'unreadable'],
    ['https://', 'unreadable'],
    ['a'.repeat(400), 'unreadable'],
    ['https://cle:secret@boutique.fr', 'holds-a-password'],
  ])('refuses %j: %s', (text, reason) => {
    expect(parseShopAddress(text)).toEqual({ ok: false, reason })
  })

  it('reads its own answer the same, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), text => {
        const first = parseShopAddress(text)
        if (!first.ok) return
        expect(parseShopAddress(first.address)).toEqual(first)
        expect(first.address).not.toMatch(/\/$|[?#]/)
      }),
    )
  })
})

describe('private addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.0.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    '::ffff:10.0.0.1',
    '224.0.0.1',
    '2001:db8::1',
  ])('%s', ip => {
    expect(isPrivateIp(ip)).toBe(true)
  })
  it.each(['8.8.8.8', '172.32.0.1', '193.168.0.1', '2606:4700::1111'])('not %s', ip => {
    expect(isPrivateIp(ip)).toBe(false)
  })
  it.each(['localhost', 'caisse.local', 'nas.lan', '[::1]'])('by name: %s', name => {
    expect(isPrivateHost(name)).toBe(true)
  })
})
