import { expect, it } from 'vitest'
import { aDiscount } from '../../support/anyTicket'
import { anArticle, aTicket } from '../../support/factory'
import { giveDiscount } from '@/core/ticket/discount'
import { actionDone, goneLines } from '@/core/ticket/lastAction'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import { removeLine, setQuantity } from '@/core/ticket/lines'

const both = aTicket([
  anArticle({ articleId: 'ps-1', name: 'Miel' }),
  anArticle({ articleId: 'ps-2', name: 'Carnet' }),
])
const [miel, carnet] = ['ticket-1-line-0', 'ticket-1-line-1']

it.each([
  ['an article', removeLine(both, carnet), both, 'added', 'Carnet'],
  ['one more', both, setQuantity(both, miel, 2000), 'added', 'Miel'],
  ['one less', setQuantity(both, miel, 3000), setQuantity(both, miel, 2000), 'quantity', 'Miel'],
  ['a quantity', both, setQuantity(both, miel, 5000), 'quantity', 'Miel'],
  ['a line taken off', both, removeLine(both, carnet), 'removed', 'Carnet'],
  ['all taken off', both, emptyTicket('ticket-1', ''), 'cleared', ''],
  ['a discount', both, giveDiscount(both, aDiscount()), 'discount-added', ''],
  [
    'another discount in its place',
    giveDiscount(both, aDiscount()),
    giveDiscount(both, { ...aDiscount(), value: 500 }),
    'discount',
    '',
  ],
  ['a discount taken away', giveDiscount(both, aDiscount()), both, 'discount-removed', ''],
  ['a note', both, { ...both, note: 'Cadeau' }, 'changed', ''],
] as [string, Ticket, Ticket, string, string][])(
  'tells what was done: %s',
  (_what, before, after, done, name) => {
    expect(actionDone(before, after)).toMatchObject({ done, name })
  },
)

it('tells the quantity', () => {
  const many = setQuantity(both, miel, 29_000)
  expect(actionDone(removeLine(many, miel), many)).toMatchObject({ quantityMilli: 29_000 })
  expect(actionDone(both, setQuantity(both, miel, 2_000))).toMatchObject({ quantityMilli: 1_000 })
  expect(actionDone(both, many)).toMatchObject({ done: 'quantity', quantityMilli: 29_000 })
  expect(actionDone(many, removeLine(many, miel))).toMatchObject({ quantityMilli: 29_000 })
})

it('finds the lines that are gone', () => {
  expect(goneLines(both, removeLine(both, miel)).map(line => line.name)).toEqual(['Miel'])
  expect(goneLines(both, setQuantity(both, miel, 9000))).toEqual([])
})
