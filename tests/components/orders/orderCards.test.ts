/// <reference types="vite/client" />
import { createSSRApp, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { describe, expect, it } from 'vitest'
import { ORDER_EXTRAS } from '@/core/catalogue/connection'
import { emptyImport, type OrderNote } from '@/core/orders/orderImport'
import { PROOF_CAUSES, type OrderProof } from '@/core/orders/orderProof'
import type { StockConflictReason, StockToSend } from '@/core/stock/stockDeltas'
import { createMessages } from '../../messages/everyLanguage'
import type { Locale } from '@/messages/format'

const CARDS = import.meta.glob<Component>(
  '../../../src/components/{orders/OrderProofCard,orders/OrderRights,orders/OrderRunCard,stock/StockConflicts}.vue',
  { eager: true, import: 'default' },
)

/** What a person reads: every run of spaces as one, no marks. */
async function textOf(name: string, props: object, locale: Locale = 'fr') {
  const component = CARDS[`../../../src/components/${name}.vue`]
  if (!component) throw new Error(`there is a ${name}`)
  const app = createSSRApp(component, { ...props })
  app.use(createMessages(locale))
  const html = await renderToString(app)
  return html
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, '’')
    .replace(/\s+/g, ' ')
}

const proofOf = (orderId: number, over: Partial<OrderProof> = {}): OrderProof => ({
  orderId,
  reference: `ORDER${orderId}`,
  differenceCents: 0,
  vatDifferenceCents: 0,
  cause: null,
  shipping: null,
  ...over,
})

describe('the proof to the cent', () => {
  const differing = proofOf(1284, { differenceCents: -1, cause: 'rounding-per-line' })
  const notes = Array.from({ length: 1284 }, (_none, index): OrderNote => ({
    noteId: `web:${index + 1}`,
    proof: index === 1283 ? differing : proofOf(index + 1),
    editedCents: 0,
    handedOverAt: null,
  }))

  it.each([
    ['fr', '1 284 commandes, 1 283 au centime, 1 diffère :', 'arrondi à la ligne'],
    ['en', '1,284 orders, 1,283 to the cent, 1 differs:', 'rounded per line'],
  ] as const)('says how many agree, which does not, and why (%s)', async (locale, all, why) => {
    const text = await textOf('orders/OrderProofCard', { notes }, locale)
    expect(text).toContain(all)
    expect(text).toContain('ORDER1284')
    expect(text).toContain(why)
  })

  it.each(PROOF_CAUSES)('names the cause %s in words', async cause => {
    const proof = proofOf(1, { vatDifferenceCents: 1, cause })
    const text = await textOf('orders/OrderProofCard', { notes: [{ ...notes[0], proof }] })
    expect(text).toMatch(/ORDER1 : 0,01 € de TVA · \S+/)
    expect(text).not.toContain('orders.cause')
  })
})

describe('an import by itself', () => {
  const run = { at: '2026-01-02T10:00:00.000+01:00', isAutomatic: true, error: null }

  it('shows what waits for the owner, and why', async () => {
    const refused = [
      { reference: 'B', error: { code: 'order-without-lines' as const, reference: 'B' } },
    ]
    const differing = [proofOf(7, { vatDifferenceCents: 1, cause: 'voucher' as const })]
    const told = { ...emptyImport([]), refused, differing }
    const props = { run: { ...run, told }, isOn: true, isRunning: false }
    const text = await textOf('orders/OrderRunCard', props)
    expect(text).toContain('2 commandes attendent')
    expect(text).toContain('ORDER7 : 0,01 € de TVA · bon de réduction')
    expect(text).toContain('La commande B n’a aucune ligne.')
    const byHand = { ...props, run: { ...run, isAutomatic: false, told } }
    expect(await textOf('orders/OrderRunCard', byHand)).not.toContain('ORDER7')
  })

  it('says that it failed, and that it tries again', async () => {
    const error = { code: 'shop-unreachable' as const, host: 'shop.example' }
    const props = { run: { ...run, told: null, error }, isOn: true, isRunning: false }
    const text = await textOf('orders/OrderRunCard', props)
    expect(text).toContain('elle n’a pas abouti')
    expect(text).toContain('essaie à nouveau')
  })
})

it.each(ORDER_EXTRAS)('says what the box %s brings', async right => {
  const text = await textOf('orders/OrderRights', { missing: [right] })
  expect(text).toMatch(new RegExp(`${right} — \\S{2,}`))
  expect(text).not.toContain('orders.right')
  for (const other of ORDER_EXTRAS) {
    if (other !== right) expect(text).not.toContain(` ${other} — `)
  }
})

describe('a change of stock that waits for a person', () => {
  const rowWith = (reason: StockConflictReason, deltaPieces: number): StockToSend => ({
    shop: 'https://shop.example',
    articleId: 'ps-1',
    name: 'Bougie',
    waitingMilli: 0,
    writing: null,
    sentAt: null,
    leftPieces: null,
    followed: null,
    conflicts: [
      {
        reason,
        deltaPieces,
        expectedPieces: 8,
        seenPieces: 9,
        at: '2026-01-02T10:00:00.000+01:00',
      },
    ],
  })

  it.each([
    ['differs', 'Le stock a changé au même moment.'],
    ['online-order', 'Une commande en ligne est arrivée'],
    ['unconfirmed', 'coupé avant la réponse'],
    ['out-of-turn', 'répondu trop tard'],
  ] as const)('is shown with what each has, and both choices: %s', async (reason, why) => {
    const text = await textOf('stock/StockConflicts', { rows: [rowWith(reason, -1)] })
    expect(text).toContain('Bougie : −1 à compter')
    expect(text).toContain(why)
    expect(text).toContain('La boutique en a 9, la caisse attendait 8.')
    expect(text).toContain('Appliquer quand même')
    expect(text).toContain('Oublier')
  })

  it('asks to count what another till may have written, and for no more', async () => {
    const text = await textOf('stock/StockConflicts', { rows: [rowWith('another-writer', 0)] })
    expect(text).toContain('si une autre caisse l’écrit aussi, reliez-la dans Config')
    expect(text).toContain('La boutique en a 9, la caisse attendait 8.')
    expect(text).toContain('C’est vérifié')
    expect(text).not.toContain('Appliquer')
  })
})
