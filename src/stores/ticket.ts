import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCatalogueStore } from './catalogue'
import { useProblemStore } from './problem'
import { useSettingsStore } from './settings'
import { useTill } from './useTill'
import type { Article } from '@/core/article'
import type { TillError } from '@/core/errors'
import type { SaleEntry } from '@/core/journal'
import type { Tender } from '@/core/tender'
import {
  addArticle,
  emptyTicket,
  piecesByArticle,
  removeLine,
  setQuantity as withQuantity,
  ticketTotals,
  type Ticket,
} from '@/core/ticket'
import { keepDraft, resumeDraft } from '@/till/keepDraft'
import { sellTicket } from '@/till/sellTicket'
import { signJournal } from '@/till/signJournal'

/** The ticket at the counter. Holds it and forwards; every rule is in core/ticket. */
export const useTicketStore = defineStore('ticket', () => {
  const till = useTill()
  const catalogue = useCatalogueStore()
  const settings = useSettingsStore()
  const notice = useProblemStore()

  const ticket = shallowRef<Ticket>(newTicket())
  const selectedLineId = shallowRef<string | null>(null)
  const before = shallowRef<Ticket | null>(null)
  const paying = shallowRef<ReturnType<typeof sellTicket>>()
  const lastSale = shallowRef<SaleEntry | null>(null)
  const problem = shallowRef<TillError | null>(null)
  /** An amount is being asked: nothing else may ask for attention. */
  const isTendering = shallowRef(false)

  const totals = computed(() => ticketTotals(ticket.value))
  const quantityByArticle = computed(() => piecesByArticle(ticket.value))
  const isPaying = computed(() => paying.value !== undefined)
  /** What the shop asks now for lines that were added at another price. */
  const movedPrices = computed(
    () =>
      new Map(
        ticket.value.lines.flatMap(({ lineId, articleId, unitPriceCents }) => {
          const priceNow = catalogue.articlesById.get(articleId)?.priceCents ?? unitPriceCents
          return priceNow === unitPriceCents ? [] : [[lineId, priceNow] as const]
        }),
      ),
  )
  const canUndo = computed(() => before.value !== null)

  function newTicket(): Ticket {
    return emptyTicket(till.newId(), till.now().at)
  }

  /** Brings back the ticket that was in progress when the till stopped. */
  async function start(): Promise<void> {
    ticket.value = await resumeDraft(till)
  }

  /** False when the article was not taken: a sale is being sealed, or its VAT is unknown. */
  function add(article: Article): boolean {
    if (isPaying.value) return false
    const department = catalogue.departmentsById.get(article.departmentIds[0] ?? '')
    const added = addArticle(ticket.value, article, department?.name ?? '', till.newId())
    if (!added.ok) {
      notice.show(added.error)
      return false
    }
    replace(added.value.ticket)
    selectedLineId.value = added.value.lineId
    return true
  }

  function setQuantity(lineId: string, quantityMilli: number): void {
    if (!isPaying.value) replace(withQuantity(ticket.value, lineId, quantityMilli))
  }

  function remove(lineId: string): void {
    if (!isPaying.value) replace(removeLine(ticket.value, lineId))
  }

  function clear(): void {
    if (!isPaying.value) replace({ ...ticket.value, lines: [] })
  }

  function undo(): void {
    if (before.value && !isPaying.value) replace(before.value)
    before.value = null
  }

  function select(lineId: string | null): void {
    selectedLineId.value = lineId
  }

  function dismiss(): void {
    lastSale.value = null
    problem.value = null
  }

  /** Seals the sale, then clears the counter. A second press joins the first. */
  function pay(tenders: readonly Tender[]): ReturnType<typeof sellTicket> {
    paying.value ??= seal(tenders).finally(() => (paying.value = undefined))
    return paying.value
  }

  async function seal(tenders: readonly Tender[]): ReturnType<typeof sellTicket> {
    const sale = await sellTicket(till, ticket.value, tenders, settings.seller)
    problem.value = sale.ok ? null : sale.error
    if (!sale.ok) return sale

    lastSale.value = sale.value
    before.value = null
    selectedLineId.value = null
    ticket.value = newTicket()
    // The sale is already on disk: a signature that fails now is made at the next start.
    signJournal(till).catch(reportLater)
    return sale
  }

  function replace(next: Ticket): void {
    before.value = ticket.value
    lastSale.value = null
    problem.value = null
    ticket.value = next
    if (!next.lines.some(line => line.lineId === selectedLineId.value)) select(null)
    // In a task of its own: starting the write would hold up the line on the screen.
    setTimeout(() => void keepDraft(till, next).catch(reportLater))
  }

  return {
    ticket,
    totals,
    selectedLineId,
    quantityByArticle,
    isPaying,
    canUndo,
    movedPrices,
    isTendering,
    lastSale,
    problem,
    start,
    add,
    setQuantity,
    remove,
    clear,
    undo,
    select,
    dismiss,
    pay,
  }
})

/** Hands a failure to the root handler without stopping what the cashier does. */
function reportLater(error: unknown): void {
  reportError(error)
}
