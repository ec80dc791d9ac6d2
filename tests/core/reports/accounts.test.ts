import { describe, expect, it } from 'vitest'
import {
  goodsAccount,
  isAccount,
  salesAccount,
  tenderAccount,
  USUAL_ACCOUNTS,
  vatAccount,
  wrongAccounts,
} from '@/core/reports/accounts'
import { FRENCH_VAT_RATES } from '@/core/catalogue/vatRates'

describe('accounts', () => {
  it('are different for each rate by default', () => {
    const all = FRENCH_VAT_RATES.flatMap(rate => [
      salesAccount(USUAL_ACCOUNTS, rate),
      vatAccount(USUAL_ACCOUNTS, rate),
    ])
    expect(new Set(all).size).toBe(FRENCH_VAT_RATES.length * 2)
    expect(wrongAccounts(USUAL_ACCOUNTS)).toEqual([])
    expect(all.every(isAccount)).toBe(true)
  })

  it('of goods follow the online account, else the department, else the rate', () => {
    const line = { department: 'Thés', vatRate: 550 }
    const own = { ...USUAL_ACCOUNTS, departments: { Thés: '70712' }, sales: { '550': '70755' } }
    expect(goodsAccount(own, 'counter', line)).toBe('70712')
    expect(goodsAccount(own, 'counter', { ...line, department: 'Cafés' })).toBe('70755')
    expect(goodsAccount(own, 'web', line)).toBe('70712')
    expect(goodsAccount({ ...own, webSales: '7078' }, 'web', line)).toBe('7078')
  })

  it('of a tender are as it was sealed; without one, the usual of its kind', () => {
    expect(tenderAccount(USUAL_ACCOUNTS, { kind: 'card', account: '5113' })).toBe('5113')
    expect(tenderAccount(USUAL_ACCOUNTS, { kind: 'cash', account: '' })).toBe('530')
    expect(tenderAccount(USUAL_ACCOUNTS, { kind: 'other', account: 'Chèque' })).toBe('511')
    const own = { ...USUAL_ACCOUNTS, customers: '41100' }
    expect(tenderAccount(own, { kind: 'debt', account: '411' })).toBe('41100')
  })

  it('begin with three digits of the chart, or are reported to the owner', () => {
    expect(['70', 'abc', '907', '70 7', '', '7071234567890'].filter(isAccount)).toEqual([])
    expect(wrongAccounts({ ...USUAL_ACCOUNTS, cash: '53', webSales: 'x' })).toEqual(['53', 'x'])
  })
})
