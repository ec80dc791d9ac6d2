import type { Page } from '@playwright/test'
import { pageScript } from '../../sharing/pageScript'
import { anArticle, aSale, aTicket, SELLER, SOFTWARE } from '../../support/factory'
import type { Material, page as copiesPage } from './copiesPage'
import { NOBODY } from '@/core/people/user'

type Bench = typeof copiesPage

/** What makes and keeps the journals of other tills, in a page of the till's server that no till is open in. */
export async function callerOf(page: Page) {
  await page.goto('/opening.js')
  await page.evaluate(await pageScript('tests/bench/sharing/copiesPage.ts'))
  return <Name extends keyof Bench>(name: Name, given?: unknown) =>
    page.evaluate(
      ([called, argument]) =>
        (window as unknown as { page: Record<string, (given: unknown) => unknown> }).page[
          called as string
        ]?.(argument),
      [name, given] as const,
    ) as ReturnType<Bench[Name]>
}

/** What so many entries are made of, those of tills of these letters together. */
export function materialOf(entries: number, letters: string[]): Material {
  const articles = Array.from({ length: 60 }, (_none, at) =>
    anArticle({
      articleId: `ps-${at}`,
      name: `Article du comptoir n° ${at}`,
      reference: `REF-${at}`,
      priceCents: 190 + at * 37,
      vatRate: at % 3 === 0 ? 550 : 2_000,
    }),
  )
  const sales = Array.from({ length: 40 }, (_none, at) => {
    const bought = articles.slice(at, at + 1 + (at % 4))
    return aSale(aTicket(bought, `t${at}`)).event
  })
  const [sale] = sales
  if (!sale) throw new Error('there are sales')
  const { lines, vat, tenders, changeCents, totalCents } = sale
  const by = { user: NOBODY, software: SOFTWARE, seller: SELLER }
  return {
    letters,
    entries,
    lastDay: new Date().toISOString().slice(0, 10),
    salesADay: 300,
    sales,
    invoiceEvery: 100,
    invoice: {
      kind: 'invoice',
      document: { series: 'AF', number: 1 },
      credits: [],
      saleAt: '2026-01-02T10:00:00.000+01:00',
      saleTill: 'A',
      saleNumber: 1,
      saleDocument: { series: 'A', number: 1 },
      customer: {
        customerId: 'c-1',
        name: 'Librairie des Quais',
        company: 'Librairie des Quais',
        address: '',
        vatNumber: 'FR44732829320',
      },
      dueCents: 0,
      lines,
      vat,
      tenders,
      changeCents,
      totalCents,
      ...by,
    },
    closing: {
      kind: 'closing',
      document: { series: 'AZ', number: 1 },
      isLate: false,
      cash: null,
      ...by,
    } as Material['closing'],
    float: { kind: 'drawer-opened', floatCents: 10_000, coins: [], ...by },
  }
}
