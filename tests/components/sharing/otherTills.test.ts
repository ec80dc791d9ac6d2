/// <reference types="vite/client" />
import { createSSRApp, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { describe, expect, it } from 'vitest'
import { createMessages } from '../../messages/everyLanguage'
import type { OtherTill } from '@/core/sharing/otherTills'
import type { Locale } from '@/messages/format'

const PARTS = import.meta.glob<Component>('../../../src/components/sharing/*.vue', {
  eager: true,
  import: 'default',
})

/** What a person reads: every run of spaces as one, no marks. */
async function textOf(name: string, props: object, locale: Locale = 'fr') {
  const component = PARTS[`../../../src/components/sharing/${name}.vue`]
  if (!component) throw new Error(`there is a ${name}`)
  const app = createSSRApp(component, { ...props })
  app.use(createMessages(locale))
  const html = await renderToString(app)
  return html
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
}

const TABLET: OtherTill = {
  device: 'tablet',
  letter: 'B',
  name: 'Tablette',
  parts: [],
  upTo: { till: 'B', number: 123 },
  heardAt: new Date().toISOString(),
  isRemoved: false,
}

describe('the other tills', () => {
  it.each([
    ['fr', 'Toutes les caisses Cette caisse Caisse B (Tablette) Caisse C'],
    ['en', 'All tills This till Till B (Tablette) Till C'],
  ] as const)('are chosen among by letter and name (%s)', async (locale, pills) => {
    const tills = [TABLET, { ...TABLET, device: 'phone', letter: 'C', name: '' }]
    const text = await textOf('TillChoice', { tills, chosen: 'all', hasAll: true }, locale)
    expect(text).toContain(pills)
    expect(await textOf('TillChoice', { tills, chosen: 'own' })).not.toContain('Toutes')
  })

  it.each([
    ['fr', /Caisse B \(Tablette\) : jusqu’à l’écriture B\u2011000123, entendue à \d\d:\d\d/],
    ['en', /Till B \(Tablette\): up to entry B\u2011000123, heard at \d\d:\d\d/],
  ] as const)('say how far each is known (%s)', async (locale, line) => {
    expect(await textOf('KnownTills', { tills: [TABLET] }, locale)).toMatch(line)
  })

  it('say the day when it was another, and that a device was put out', async () => {
    const heardAt = '2026-01-05T13:32:00.000Z'
    const text = await textOf('KnownTills', { tills: [{ ...TABLET, heardAt, isRemoved: true }] })
    expect(text).toMatch(/entendue le 5 janv\. 2026/)
    expect(text).toContain('Cet appareil a été retiré de la boutique.')
    const never = await textOf('KnownTills', { tills: [{ ...TABLET, heardAt: null }] })
    expect(never).toContain('jamais entendue')
  })

  it('name an order that two of them recorded, and which record counts', async () => {
    const left = { till: 'A', number: 12 }
    const order = { reference: 'XKBK', day: '2026-01-02', counted: { till: 'B', number: 30 }, left }
    expect(await textOf('UncountedOrders', { orders: [order] })).toContain(
      'La commande en ligne XKBK a été enregistrée par deux caisses (écritures B-000030 et A-000012)',
    )
  })
})
