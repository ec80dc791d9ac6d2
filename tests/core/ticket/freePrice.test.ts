import { expect, it } from 'vitest'
import { anArticle } from '../../support/factory'
import type { Department } from '@/core/catalogue/article'
import { departmentVatRates, freeArticle } from '@/core/ticket/freePrice'
import { isShippingArticle } from '@/core/catalogue/shippingArticle'
import { emptyTicket } from '@/core/ticket/ticket'
import { addArticle } from '@/core/ticket/lines'

const department = (departmentId: string, parentId: string | null): Department => ({
  departmentId,
  parentId,
  name: departmentId,
  position: 0,
})
const departments = [department('food', null), department('tea', 'food'), department('empty', null)]

it('has the most frequent rate of a department and its sub-departments', () => {
  const articles = [
    anArticle({ articleId: 'a', departmentIds: ['tea', 'food'], vatRate: 550 }),
    anArticle({ articleId: 'b', departmentIds: ['tea'], vatRate: 550 }),
    anArticle({ articleId: 'c', departmentIds: ['food'], vatRate: 2000 }),
    anArticle({ articleId: 'd', departmentIds: ['empty'], vatRate: null }),
  ]
  const rates = departmentVatRates(articles, departments)
  expect(rates.get('food')).toEqual([550, 2000])
  expect(rates.get('tea')).toEqual([550])
  expect(rates.has('empty')).toBe(false)
})

it('ends on departments that form a cycle', () => {
  const loop = [department('x', 'y'), department('y', 'x')]
  expect(departmentVatRates([anArticle({ departmentIds: ['x'] })], loop).get('y')).toEqual([2000])
})

it('is sold at its price, at the rate of its department whatever it is called', () => {
  const free = freeArticle({ departmentId: 'food' }, 'Frais de livraison', 250, 550)
  expect(isShippingArticle(free)).toBe(false)
  const added = addArticle(emptyTicket('t', ''), free, 'food', 'l', { quantityMilli: 3000 })
  expect(added.ok && added.value.ticket.lines).toMatchObject([
    { unitPriceCents: 250, quantityMilli: 3000, vatRate: 550, shipping: null },
  ])
})
