import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Display } from '../../../support/printer/decodePole'
import type { CustomerView } from '@/core/ticket/customerView'
import { poleBytes, poleSetUp } from '@/core/ticket/pole/poleBytes'
import { poleLinesOf, poleTest, type PoleText } from '@/core/ticket/pole/poleLines'
import { POLE_PAGES, type PolePage } from '@/core/ticket/pole/polePages'
import { POLE_KINDS, type PoleKind } from '@/core/ticket/pole/poleSetting'

const words = {
  total: 'Total',
  left: 'Reste',
  paid: 'Payé',
  givenBack: 'Rendu',
  change: 'Rendu',
  due: 'Reste dû',
  thanks: 'Merci',
  welcome: 'Bienvenue',
}
const textIn = (page: PolePage, locale: 'fr' | 'en' = 'fr'): PoleText => ({
  words,
  shopName: 'Épicerie du Colibri – Cœur',
  locale,
  page,
})

/** What a real display of this kind shows of views, one after the other. */
function shownOf(
  views: readonly CustomerView[],
  kind: PoleKind = 'epson',
  page: PolePage = 'cp437',
  locale: 'fr' | 'en' = 'fr',
): string[] {
  const display = new Display(kind, kind === 'cd5220' ? page : undefined)
  display.take(poleSetUp({ kind, page }))
  views.forEach((view, at) => {
    const lines = poleLinesOf(view, views[at - 1] ?? null, textIn(page, locale))
    display.take(poleBytes(lines, { kind, page }))
  })
  return display.shown
}

const ticket = (
  lines: [name: string, quantityMilli: number, grossCents: number][],
  takenCents = 0,
): CustomerView => ({
  kind: 'ticket',
  lines: lines.map(([name, quantityMilli, grossCents]) => ({ name, quantityMilli, grossCents })),
  totalCents: lines.reduce((sum, [, , cents]) => sum + cents, 0),
  takenCents,
})
const paid = (over: Partial<CustomerView & { kind: 'paid' }>): CustomerView => ({
  kind: 'paid',
  totalCents: 4_580,
  changeCents: 0,
  dueCents: 0,
  number: 'A-1',
  codes: [],
  ...over,
})

describe('two lines of twenty letters', () => {
  it('show the line that comes above the total', () => {
    expect(
      shownOf([ticket([['Miel d’été de montagne', 1000, 1_290]]), ticket([['Thé', 2000, 1_700]])]),
    ).toEqual([
      "Miel d'été de  12,90|Total          12,90",
      '2 x Thé        17,00|Total          17,00',
    ])
  })

  it('show the line that changed, wherever it stands, and the last one where one went', () => {
    const both: [string, number, number][] = [
      ['Miel', 1000, 1_290],
      ['Thé', 1000, 850],
    ]
    const more = ticket([['Miel', 2000, 2_580], both[1]!])
    expect(shownOf([ticket(both), more, ticket(both.slice(0, 1))])).toEqual([
      'Thé             8,50|Total          21,40',
      '2 x Miel       25,80|Total          34,30',
      'Miel           12,90|Total          12,90',
    ])
  })

  it('show what is left, the change, what is due, and what is given back', () => {
    expect(
      shownOf([
        ticket([['Miel', 1000, 1_290]], 290),
        paid({ changeCents: 420 }),
        paid({}),
        paid({ dueCents: 80 }),
        paid({ totalCents: -1_290 }),
      ]),
    ).toEqual([
      'Miel           12,90|Reste          10,00',
      'Payé           45,80|Rendu           4,20',
      'Payé           45,80|       Merci        ',
      'Payé           45,80|Reste dû        0,80',
      'Rendu          12,90|       Merci        ',
    ])
  })

  it('show the shop between two customers, and nothing of the last ticket', () => {
    expect(shownOf([ticket([['Miel', 1000, 1_290]]), { kind: 'idle' }]).at(-1)).toBe(
      'Épicerie du Colibri|     Bienvenue      '.replace('|', ' |'),
    )
  })

  it('keep the sign and the part of a quantity', () => {
    expect(shownOf([ticket([['Comté', 1_250, 3_112]])])[0]).toMatch(/^1,250 x Comté +31,12\|/)
    expect(shownOf([ticket([['Miel', -1000, -1_290]])])[0]).toMatch(/^-1 x Miel +-12,90\|/)
    expect(shownOf([ticket([['Vrac', -500, -99]])], 'epson', 'cp437', 'en')[0]).toMatch(
      /^-0\.500 x Vrac +-0\.99\|/,
    )
  })
})

describe.each(POLE_KINDS.flatMap(kind => POLE_PAGES.map(page => [kind, page] as const)))(
  'a display, %s, in the letters of %s',
  (kind, page) => {
    const anyName = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ maxLength: 60, unit: 'binary' }),
      fc.constantFrom('\u001b@\u000c', 'Œuvre – « 5 € » … 🦊', 'Ça brûle à Noël', '{B\u007f'),
    )
    const cents = fc.integer({ min: -99_999_999, max: 99_999_999 })

    it('shows the total of any ticket to the cent, and takes no name for an order', () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(anyName, fc.integer({ min: -99_000, max: 99_000 }), cents), {
            minLength: 1,
            maxLength: 5,
          }),
          lines => {
            const view = ticket(lines)
            const [shown = ''] = shownOf([view], kind, 'ascii')
            const total = view.kind === 'ticket' ? view.totalCents : 0
            const amount = /(-?)(\d+),(\d\d)$/.exec(shown)
            expect(Number(`${amount?.[1]}${amount?.[2]}${amount?.[3]}`)).toBe(total)
            expect(shown).toHaveLength(41)
            const ofLine = /(-?)(\d+),(\d\d)\|/.exec(shown)
            expect(Number(`${ofLine?.[1]}${ofLine?.[2]}${ofLine?.[3]}`)).toBe(lines.at(-1)?.[2])
            // Every byte is a letter of the page: the encoder refuses any other.
            const poleLines = poleLinesOf(view, null, textIn(page))
            expect(poleBytes(poleLines, { kind, page }).length).toBeGreaterThan(40)
          },
        ),
      )
    })

    it('writes accents where the page has them, and without them elsewhere', () => {
      const display = new Display(kind, kind === 'cd5220' ? page : undefined)
      display.take(poleSetUp({ kind, page }))
      display.take(poleBytes(poleTest('Essai é è à ç', page), { kind, page }))
      expect(display.lines[0]?.trimEnd()).toBe(page === 'ascii' ? 'Essai e e a c' : 'Essai é è à ç')
      expect(display.page).toBe(page)
    })
  },
)
