import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aCustomer, anArticle, aUser } from '../../support/factory'
import type { ArticleEdit } from '@/core/catalogue/articleEdits'
import { isKnownKey, ownValuesOf, recordFrom, type SharedData } from '@/core/sharing/ownValues'
import { subjectOf, type Plain } from '@/core/sharing/register'

const EDIT: ArticleEdit = {
  articleId: 'ps-1/2',
  values: { name: 'Thé', tint: null, departmentIds: ['a', 'b'] },
  base: { name: 'The', departmentIds: [] },
  editedAt: '2026-11-29T09:00:00.000Z',
}
const USER = aUser({ userId: 'léa/1', removedAt: null })
const SELLER = { name: 'Lune', address: '1 rue', siret: '', vatNumber: '', mention: '' }

describe('what is shared of a device', () => {
  const data: SharedData = {
    customers: [aCustomer({ customerId: 'c1' })],
    users: [USER],
    ownArticles: [anArticle({ articleId: 'own-1', pictureId: null, vatRate: null })],
    edits: [EDIT],
    settings: new Map<string, unknown>([
      ['seller', SELLER],
      ['lockAfterMinutes', 0],
      ['rights', { leastRole: { refund: 'owner' }, refundCents: { cashier: null } }],
      ['sounds', { isOn: true, volume: 3 }],
    ]),
  }
  const values = ownValuesOf(data)

  it('comes back as it was, row by row', () => {
    expect(recordFrom(values, 'customer/c1')?.row).toEqual(data.customers[0])
    expect(recordFrom(values, 'user/l%C3%A9a%2F1')?.row).toEqual(USER)
    expect(recordFrom(values, 'own/own-1')?.row).toEqual(data.ownArticles[0])
    expect(recordFrom(values, 'edit/ps-1%2F2')?.row).toEqual(EDIT)
    expect(recordFrom(values, 'setting/seller')?.row).toEqual(SELLER)
    expect(recordFrom(values, 'setting/lockAfterMinutes')?.row).toBe(0)
    expect(recordFrom(values, 'setting/rights')?.row).toEqual(data.settings.get('rights'))
  })

  it('is nothing of the device itself', () => {
    expect([...values.keys()].filter(key => key.includes('sounds'))).toEqual([])
    expect(isKnownKey('setting/sounds/value')).toBe(false)
    expect(isKnownKey('loyalty/1/points')).toBe(false)
    expect([...values.keys()].every(isKnownKey)).toBe(true)
  })

  it('is one value a field: two changed fields of one row are two registers', () => {
    expect(values.get('customer/c1')).toBe(true)
    expect(values.get('customer/c1/name')).toBe(data.customers[0]?.name)
    expect(values.get('user/l%C3%A9a%2F1/removedAt')).toEqual({ isNull: true })
  })

  it('is the same for a field of an article that another change leaves alone', () => {
    const later = { ...EDIT, values: { ...EDIT.values, name: 'Thé vert' }, editedAt: 'later' }
    const after = ownValuesOf({ ...data, edits: [later] })
    const key = 'edit/ps-1%2F2/departmentIds'
    expect(after.get(key)).toEqual(values.get(key))
    expect(after.get('edit/ps-1%2F2/name')).not.toEqual(values.get('edit/ps-1%2F2/name'))
  })

  it('is no row once the subject is gone, or its last change is', () => {
    expect(recordFrom(new Map(), 'customer/c1')).toEqual({ kind: 'customer', id: 'c1', row: null })
    expect(recordFrom(new Map(), 'edit/ps-1')).toEqual({ kind: 'edit', id: 'ps-1', row: null })
    expect(recordFrom(new Map(), 'setting/seller')?.row).toBeNull()
  })

  it.each<[string, string, [string, Plain][]]>([
    ['a customer with a field too many', 'customer/c1', [['customer/c1/isOwner', true]]],
    ['a customer without their name', 'customer/c1', [['customer/c1/name', null]]],
    ['a role that is none', 'user/l%C3%A9a%2F1', [['user/l%C3%A9a%2F1/role', 'root']]],
    ['a PIN that is cheap to guess', 'user/l%C3%A9a%2F1', [['user/l%C3%A9a%2F1/pin', { cost: 1 }]]],
    ['a price that is no number', 'edit/ps-1%2F2', [['edit/ps-1%2F2/priceCents', { value: 'x' }]]],
    ['a change of no form', 'edit/ps-1%2F2', [['edit/ps-1%2F2/priceCents', 12]]],
    ['a name that JavaScript reads', 'edit/ps-1%2F2', [['edit/ps-1%2F2/__proto__', { value: {} }]]],
  ])('makes no row of %s', (_name, subject, changes) => {
    const altered = new Map([...values, ...changes])
    for (const [key, value] of changes) if (value === null) altered.delete(key)
    expect(recordFrom(altered, subject)).toBeUndefined()
  })

  it('makes no row of a key that no till wrote, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.jsonValue(), (kind, id, value) => {
        const key = `${kind}/${id}`
        const made = recordFrom(new Map([[key, value as Plain]]), subjectOf(key))
        expect(isKnownKey(key) || made === undefined || made.row === null).toBe(true)
      }),
    )
    expect(recordFrom(new Map(), 'customer/%E0%A4%A')).toBeUndefined()
  })
})
