import { maskCards } from './cardMask'
import { soundText } from '@/core/text'

/*
 * The customer's slip of a card payment, as Caisse-AP carries it: a record ZT holds records CK and AK,
 * and AK the text in base 64, one character of Latin-1 a byte; some terminals send AK by itself. It
 * decides nothing of a payment: what cannot be read as a slip is none.
 */

const HEAD_LENGTH = 5
const LONGEST_BASE64 = 980
const MOST_LINES = 80
const LONGEST_LINE = 48

/** The lines of the slip in an answer, made harmless; null where it holds none. */
export function slipIn(answer: string): string[] | null {
  const encoded = valueOf(valueOf(answer, 'ZT') ?? answer, 'AK')
  const text = encoded === undefined ? undefined : decoded(encoded)
  if (text === undefined) return null
  const lines = maskCards(sound(text)).split('\n').slice(0, MOST_LINES)
  const printed = lines.map(line => line.slice(0, LONGEST_LINE).trimEnd())
  while (printed.at(-1) === '') printed.pop()
  return printed.length > 0 ? printed : null
}

/** The value of the first whole record with a tag; undefined where there is none. */
function valueOf(records: string, tag: string): string | undefined {
  let at = 0
  while (at + HEAD_LENGTH <= records.length) {
    const length = records.slice(at + 2, at + HEAD_LENGTH)
    if (!/^\d{3}$/.test(length)) return undefined
    const end = at + HEAD_LENGTH + Number(length)
    if (end > records.length) return undefined
    if (records.startsWith(tag, at)) return records.slice(at + HEAD_LENGTH, end)
    at = end
  }
  return undefined
}

function decoded(base64: string): string | undefined {
  const isOne = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)
  return isOne && base64.length <= LONGEST_BASE64 ? atob(base64) : undefined
}

/** A slip says nothing to a printer: its control characters would. */
const sound = (text: string): string => soundText(text).replace(/[\t\u001d\u00ad]/g, ' ')
