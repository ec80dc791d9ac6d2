import { formatCents, formatCount, formatList, formatWait, type Locale } from './format'
import { formatShortDay } from './formatPeriod'
import type { Translate } from './useMessages'
import type { TillError } from '@/core/errors'
import { isNoAmount, typedCents } from '@/core/typedAmount'
import type { Sentences } from './sentences'

/** The three sentences of an error, with its names and amounts filled in. */
export function sentencesOf(error: TillError, t: Translate, locale: Locale): Sentences {
  const values = valuesOf(error, t, locale)
  const what = t(`errors.${error.code}.what`, values)
  const code = codeOfLostTicket(error)
  if (code) {
    return { what, meaning: t(`whileLost.${code}.meaning`), todo: t(`whileLost.${code}.todo`) }
  }
  return {
    what,
    meaning: t(`errors.${error.code}.meaning`, values),
    todo: t(`errors.${error.code}.todo`, values),
  }
}

/** While the database is closed, what holds a ticket is told by other sentences. */
function codeOfLostTicket(error: TillError) {
  const isOfTicket = error.code === 'write-failed' || error.code === 'ticket-not-written'
  return isOfTicket && error.cause === 'storage-lost' ? error.code : undefined
}

function valuesOfSharing(
  error: TillError & { code: 'selling-ended' | 'sharing-unreachable' },
  t: Translate,
): Record<string, unknown> {
  return error.code === 'selling-ended'
    ? { why: t(`devices.whySellingEnded.${error.why}`) }
    : { ...error, cause: t(`devices.carrierCause.${error.cause}`) }
}

function valuesOf(error: TillError, t: Translate, locale: Locale): Record<string, unknown> {
  switch (error.code) {
    case 'tender-short':
      return { missing: formatCents(error.missingCents, locale) }
    case 'tender-over':
      return { ...error, over: formatCents(error.overCents, locale) }
    case 'quantity-over':
      return { ...error, most: formatCount(error.mostPieces, locale) }
    case 'card-attempt-open':
      return { amount: formatCents(error.amountCents, locale) }
    case 'tenders-taken':
      return { taken: formatCents(error.takenCents, locale) }
    case 'meal-voucher-over':
      return {
        ceiling: formatCents(error.ceilingCents, locale),
        most: formatCents(error.ceilingCents * error.people, locale),
        people: peopleText(error.people, t, locale),
      }
    case 'meal-voucher-food':
    case 'meal-voucher-back':
      return { most: formatCents(error.mostCents, locale) }
    case 'amount-unlikely':
      return {
        typed: isNoAmount(error.typed) ? error.typed : formatCents(typedCents(error.typed), locale),
      }
    case 'selling-ended':
    case 'sharing-unreachable':
      return valuesOfSharing(error, t)
    case 'debt-changed':
      return { stillDue: formatCents(error.stillDueCents, locale) }
    case 'give-back-differs':
      return { toGive: formatCents(error.toGiveCents, locale) }
    case 'write-failed':
    case 'customer-not-written':
    case 'closing-not-written':
    case 'invoice-not-written':
    case 'ticket-not-written':
    case 'tender-not-written':
    case 'purge-not-written':
    case 'orders-not-written':
    case 'paper-not-written':
    case 'backup-not-written':
    case 'copy-stopped':
    case 'catalogue-not-written':
    case 'storage-failed':
      return { remedy: t(`writeRemedy.${error.cause}`), cause: t(`writeCause.${error.cause}`) }
    case 'fec-nothing-closed':
      return { from: formatShortDay(error.from, locale), to: formatShortDay(error.to, locale) }
    case 'order-slip-differs':
      return {
        ...error,
        given: formatCents(error.givenCents, locale),
        left: formatCents(error.leftCents, locale),
      }
    case 'order-other-currency':
      return { ...error, currency: error.currency || '?' }
    case 'order-paid-again':
    case 'order-totals-disagree':
      return { ...error, difference: formatCents(error.differenceCents, locale) }
    case 'pin-wait':
      return { wait: formatWait(error.seconds, locale) }
    case 'shop-firewall':
    case 'shop-rights-missing':
      return valuesOfShop(error, t, locale)
    default:
      return { ...error }
  }
}

const peopleText = (people: number, t: Translate, locale: Locale): string =>
  t('payment.peopleCount', { count: formatCount(people, locale) }, people)

function valuesOfShop(
  error: TillError & { code: 'shop-firewall' | 'shop-rights-missing' },
  t: Translate,
  locale: Locale,
): Record<string, unknown> {
  return error.code === 'shop-firewall'
    ? { ...error, firewall: error.firewall || t('finding.someFirewall') }
    : { ...error, missingRights: formatList(error.missingRights, locale) }
}
