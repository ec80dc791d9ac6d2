import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCatalogueStore } from './catalogue'
import { useProblemStore } from './problem'
import { useRulesStore } from './rules'
import { useTill } from './useTill'
import type { Article } from '@/core/article'
import { priceTicket, samePriced, ticketTotals, type PricedLine } from '@/core/pricing'
import { isShippingArticle } from '@/core/shippingArticle'
import {
  addArticle,
  emptyTicket,
  piecesByArticle,
  removeLine,
  setQuantity as withQuantity,
  type HowMuch,
  type Ticket,
} from '@/core/ticket'
import { keepDraft, resumeDraft } from '@/till/keepDraft'

/**
 * The ticket at the counter. Holds it and forwards; every rule is in the core. Any act is a
 * function of the ticket given to `change`, so that it is kept and can be undone.
 */
export const useTicketStore = defineStore('ticket', () => {
  const till = useTill()
  const catalogue = useCatalogueStore()
  const rules = useRulesStore()
  const notice = useProblemStore()

  const ticket = shallowRef<Ticket>(newTicket())
  const selectedLineId = shallowRef<string | null>(null)
  const before = shallowRef<Ticket | null>(null)
  /** A sale is being sealed: the ticket stands still. */
  const isLocked = shallowRef(false)

  const priced = computed<PricedLine[]>(before => samePriced(before, priceTicket(ticket.value)))
  const totals = computed(() => ticketTotals(ticket.value))
  const quantityByArticle = computed(() => piecesByArticle(ticket.value))
  /** What the shop asks now for lines that were added at another price. */
  const movedPrices = computed(
    () =>
      new Map(
        ticket.value.lines.flatMap(({ lineId, articleId, listPriceCents, refund }) => {
          if (refund) return []
          const priceNow = catalogue.articlesById.get(articleId)?.priceCents ?? listPriceCents
          return priceNow === listPriceCents ? [] : [[lineId, priceNow] as const]
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
  function add(article: Article, how: HowMuch = {}): boolean {
    if (isLocked.value) return false
    const department = catalogue.departmentsById.get(article.departmentIds[0] ?? '')
    const shipping = isShippingArticle(article) ? rules.rules.shippingRule : undefined
    const added = addArticle(ticket.value, article, department?.name ?? '', till.newId(), {
      ...how,
      shipping,
    })
    if (!added.ok) {
      notice.show(added.error)
      return false
    }
    replace(added.value.ticket)
    selectedLineId.value = added.value.lineId
    return true
  }

  /** Does an act on the ticket, unless a sale is being sealed; the act before can be undone. */
  function change(act: (ticket: Ticket) => Ticket): void {
    if (!isLocked.value) replace(act(ticket.value))
  }

  const setQuantity = (lineId: string, quantityMilli: number) =>
    change(now => withQuantity(now, lineId, quantityMilli))

  const remove = (lineId: string) => change(now => removeLine(now, lineId))

  const clear = () => change(now => ({ ...emptyTicket(now.ticketId, now.openedAt) }))

  function undo(): void {
    if (before.value && !isLocked.value) replace(before.value)
    before.value = null
  }

  function select(lineId: string | null): void {
    selectedLineId.value = lineId
  }

  /** Puts another ticket on the counter: a new one, or one that was parked. */
  function begin(next: Ticket = newTicket()): void {
    before.value = null
    selectedLineId.value = null
    ticket.value = next
  }

  function replace(next: Ticket): void {
    before.value = ticket.value
    ticket.value = next
    if (!next.lines.some(line => line.lineId === selectedLineId.value)) select(null)
    // In a task of its own: starting the write would hold up the line on the screen.
    setTimeout(() => void keepDraft(till, next).catch(reportError))
  }

  return {
    ticket,
    priced,
    totals,
    selectedLineId,
    quantityByArticle,
    isLocked,
    canUndo,
    movedPrices,
    start,
    add,
    change,
    setQuantity,
    remove,
    clear,
    undo,
    select,
    begin,
  }
})
