import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useCatalogueStore } from '@/stores/catalogue/catalogue'
import { useDraftStore } from './draft'
import { useUndoStore } from './undo'
import { usePaymentPhaseStore } from '@/stores/payment/phase'
import { usePeopleStore } from '@/stores/people/people'
import { useProblemStore } from '@/stores/problem'
import { useRulesStore } from '@/stores/settings/rules'
import { useContext } from '@/stores/useContext'
import { useWriteBehind } from '@/stores/writeBehind'
import type { Article } from '@/core/catalogue/article'
import { actionDone, goneLines, type ActionDone } from '@/core/ticket/lastAction'
import { movedPrices as movedPricesOf } from '@/core/ticket/movedPrices'
import { priceTicket, samePriced, totalsOf, type PricedLine } from '@/core/ticket/pricing'
import { isShippingArticle } from '@/core/catalogue/shippingArticle'
import { emptyTicket, type Ticket } from '@/core/ticket/ticket'
import {
  addArticle,
  piecesByArticle,
  removeLine,
  setQuantity as withQuantity,
  type HowMuch,
} from '@/core/ticket/lines'
import { resumeDraft } from '@/till/ticket/keepDraft'
import { cancelTicket, traceGoneLines, undoAction } from '@/till/ticket/parkTicket'

/**
 * The ticket at the counter. The store holds it and forwards; every rule is in the core. An action
 * is a function of the ticket given to `change`, so that it is stored and can be undone.
 */
export const useTicketStore = defineStore('ticket', () => {
  const context = useContext()
  const catalogue = useCatalogueStore()
  const draft = useDraftStore()
  const rules = useRulesStore()
  const people = usePeopleStore()
  const lastAction = useUndoStore()
  const payment = usePaymentPhaseStore()
  const notice = useProblemStore()
  const writeBehind = useWriteBehind()

  const ticket = shallowRef<Ticket>(newTicket())
  const selectedLineId = shallowRef<string | null>(null)

  const priced = computed<PricedLine[]>(before => samePriced(before, priceTicket(ticket.value)))
  const totals = computed(() => totalsOf(priced.value))
  const quantityByArticle = computed(() => piecesByArticle(ticket.value))
  /** Current prices of the shop for lines that were added at another price. */
  const movedPrices = computed<ReadonlyMap<string, number>>(before =>
    movedPricesOf(ticket.value, catalogue.articlesById, before),
  )

  function newTicket(): Ticket {
    return emptyTicket(context.newId(), context.now().at)
  }

  /** Brings back the ticket that was in progress when the till stopped. */
  async function start(): Promise<void> {
    ticket.value = await resumeDraft(context)
  }

  /** False when the article was not taken: a sale is being sealed, or its VAT is unknown. */
  function add(article: Article, how: HowMuch = {}): boolean {
    if (payment.isSealing) return false
    const department = catalogue.departmentsById.get(article.departmentIds[0] ?? '')
    const shipping = isShippingArticle(article) ? rules.rules.shippingRule : undefined
    const added = addArticle(ticket.value, article, department?.name ?? '', context.newId(), {
      ...how,
      shipping,
    })
    if (!added.ok) {
      notice.show(added.error)
      return false
    }
    offerUndo(replace(added.value.ticket))
    selectedLineId.value = added.value.lineId
    return true
  }

  /**
   * Applies an action to the ticket, unless a sale is being sealed; it can be undone for a while.
   */
  function change(action: (ticket: Ticket) => Ticket): void {
    if (payment.isSealing) return
    const next = action(ticket.value)
    if (next !== ticket.value) offerUndo(replace(next))
  }

  const setQuantity = (lineId: string, quantityMilli: number) =>
    change(now => withQuantity(now, lineId, quantityMilli))

  const remove = (lineId: string) => change(now => removeLine(now, lineId))

  /** Cancels the ticket; the next one is new. */
  function clear(): void {
    const given = ticket.value
    if (payment.isSealing || given.lines.length === 0) return
    begin()
    lastAction.offer({ done: 'cleared', name: '', undo: () => restore(given, 'cleared') })
    writeBehind(() => cancelTicket(context, people.current, given))
  }

  function select(lineId: string | null): void {
    selectedLineId.value = lineId
  }

  /** Puts another ticket on the counter: a new one, or a parked one. */
  function begin(next: Ticket = newTicket()): void {
    lastAction.forget()
    selectedLineId.value = null
    ticket.value = next
  }

  /** Replaces the ticket; returns the one before. */
  function replace(next: Ticket): Ticket {
    const before = ticket.value
    ticket.value = next
    if (!next.lines.some(line => line.lineId === selectedLineId.value)) select(null)
    draft.keep(() => ticket.value)
    return before
  }

  function offerUndo(before: Ticket): void {
    const action = actionDone(before, ticket.value)
    lastAction.offer({ ...action, undo: () => restore(before, action.done) })
    traceGone(before)
  }

  function restore(before: Ticket, done: ActionDone): boolean {
    if (payment.isSealing) return false
    const undone = replace(before)
    // Lines whose removal was traced are traced as put back; lines that undoing removes are traced
    // too.
    if (goneLines(before, undone).length === 0) traceGone(undone)
    else {
      const moves = { open: before, parked: [], droppedIds: [] }
      writeBehind(() => undoAction(context, people.current, moves, done, before))
    }
    return true
  }

  function traceGone(before: Ticket): void {
    const after = ticket.value
    if (goneLines(before, after).length === 0) return
    writeBehind(() => traceGoneLines(context, people.current, before, after))
  }

  return {
    ticket,
    priced,
    totals,
    selectedLineId,
    quantityByArticle,
    movedPrices,
    newTicket,
    start,
    add,
    change,
    setQuantity,
    remove,
    clear,
    select,
    begin,
  }
})
