import type { TourControl } from '@/core/help/tour'
import { openSheets } from '@/components/ui/openSheets'

const named = (testId: string) => `[data-testid="${testId}"]`

/** Where the tour's controls are on the screens, by the names that these give them. */
export const TOUR_CONTROLS: Readonly<Record<TourControl, string>> = {
  sell: named('nav-sell'),
  article: '[data-testid^="tile-ps-"]',
  ticket: named('ticket-open'),
  more: named('line-more'),
  pay: named('pay-cash'),
  amount: '[data-testid="payment"] [data-testid^="quick-"]',
  validate: named('validate'),
  next: named('new-ticket'),
  sales: named('nav-sales'),
  sale: 'a[data-testid^="sale-"]',
  refund: named('refund'),
  refundAll: named('refund-all'),
  refundNow: named('refund-now'),
  giveBack: named('validate'),
  afterRefund: named('new-ticket'),
  evening: named('nav-sales'),
  closings: named('closings'),
  openPeriod: named('open-period'),
  closeDay: named('close-day'),
  seal: named('close-uncounted'),
}

/** The first of these controls that can be pressed now, with its element. */
export function controlInReach(
  controls: readonly TourControl[],
): { control: TourControl; element: HTMLElement } | null {
  for (const control of controls) {
    const all = document.querySelectorAll<HTMLElement>(TOUR_CONTROLS[control])
    const element = [...all].find(isInReach)
    if (element) return { control, element }
  }
  return null
}

/** It is drawn, takes presses, leads elsewhere, and no sheet is in front of it. */
function isInReach(element: HTMLElement): boolean {
  const front = openSheets.front()
  return (
    element.getClientRects().length > 0 &&
    !element.matches(':disabled') &&
    element.getAttribute('href') !== location.hash &&
    (front === undefined || front.contains(element))
  )
}
