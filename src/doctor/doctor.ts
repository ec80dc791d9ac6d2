/// <reference types="node" />
import { parseArgs } from 'node:util'
import { printCatalogue } from './printCatalogue'
import { printOrders } from './printOrders'
import type { TillError } from '@/core/errors'
import { isBlocked } from '@/core/catalogue/connectionFindings'
import { completeTexts, detectLocale, loadMessages } from '@/messages'
import { sentencesOf } from '@/messages/errorSentences'
import { checkUpText } from '@/messages/findingSentences'
import type { Translate } from '@/messages/useMessages'
import { examineShop } from '@/till/catalogue/examineShop'
import { parseShopAddress } from '@/till/catalogue/tillServer'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    catalogue: { type: 'boolean', default: false },
    orders: { type: 'boolean', default: false },
    lang: { type: 'string' },
  },
})
const locale = detectLocale([values.lang ?? process.env.LANG?.slice(0, 2) ?? 'fr'])
const i18n = await loadMessages(locale)
await completeTexts(i18n.global)
const t: Translate = (key, named = {}) => i18n.global.t(key, named)

process.exitCode = await main()

/** 0 when the catalogue can be read, 1 when something blocks it, 2 when the arguments are wrong. */
async function main(): Promise<number> {
  const [typed, key = process.env.COMPTOIR_SHOP_KEY ?? ''] = positionals
  if (typed === undefined || positionals.length > 2) {
    console.error(t('doctor.usage'))
    return 2
  }
  const parsed = parseShopAddress(typed)
  if (!parsed.ok) {
    sayError({ code: 'shop-address-unusable', address: typed })
    return 2
  }

  const connection = { address: parsed.address, key }
  const surroundings = { fetch, pageAddress: null }
  const findings = await examineShop(surroundings, connection, [locale], () => Date.now())
  const isBarred = isBlocked(findings)
  const isPrinting = values.catalogue || values.orders
  // With --catalogue or --orders, the standard output holds JSON lines and nothing else.
  const say = isPrinting ? console.error : console.log
  say(checkUpText(findings, key, t, locale))
  say(`\n${t(isBarred ? 'doctor.summaryBlocked' : 'doctor.summaryGood')}`)
  if (isBarred || !isPrinting) return isBarred ? 1 : 0

  if (values.catalogue) {
    const printed = await printCatalogue(surroundings, connection, [locale], console.log)
    if (!printed.ok) return barredBy(printed.error)
  }
  if (!values.orders) return 0
  const printed = await printOrders(surroundings, connection, console.log)
  return printed.ok ? 0 : barredBy(printed.error)
}

function barredBy(error: TillError): number {
  sayError(error)
  return 1
}

function sayError(error: TillError): void {
  const { what, meaning, todo } = sentencesOf(error, t, locale)
  console.error([what, meaning, todo].join('\n'))
}
