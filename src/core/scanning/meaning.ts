import type { Article } from '@/core/catalogue/article'
import type { DocumentNumberV1 } from '@/core/journal/events/saleV1'
import { parseReceiptCode } from '@/core/documents/receiptCode'
import { parseDocumentLabel } from '@/core/journal/series'
import { codeShown, spellingsOfCode } from './articleCode'
import { readGs1 } from './gs1'
import { articleCodesOf, readLabel, type LabelFormat, type ScaleLabel } from './inStore'
import type { Reading } from './readings'
import { MAX_PIECES } from '@/core/ticket/lines'

/** Where a scan looks for articles. */
export interface ScanShelf {
  withCode(code: string): readonly Article[]
  /** Articles whose reference is one of these; upper and lower case are equal. */
  withReference(references: readonly string[]): readonly Article[]
  labelFormats: readonly LabelFormat[]
}

/** What a scan refers to. */
export type ScanMeaning =
  | {
      kind: 'article'
      article: Article
      code: string
      /** Weight or price from a scale's label, weight from a GS1 code; empty for a plain code. */
      how: { quantityMilli?: number; isMeasured?: boolean; unitPriceCents?: number }
    }
  /** Several articles have the same code: a person must choose. */
  | { kind: 'several'; articles: readonly Article[]; code: string }
  /** The number of a sealed document, as printed on a receipt: `A-000123`. */
  | { kind: 'receipt'; document: DocumentNumberV1; code: string }
  /** A receipt's QR code with its sealed content, of this till or another; or one part of it. */
  | { kind: 'sealed-receipt'; code: string }
  | { kind: 'unknown'; code: string; label: ScaleLabel | null }

/**
 * What a scan refers to: an article by its code, by a scale's label or by its reference, or a
 * receipt. An unknown scan is reported with its likeliest reading.
 */
export function meaningOf(readings: readonly Reading[], shelf: ScanShelf): ScanMeaning {
  const sealed = sealedReceiptOf(readings)
  if (sealed) return sealed
  for (const { text } of readings) {
    const found = chosenAmong(shelf.withCode(text), text)
    if (found) return found
  }
  const label = labelOf(readings, shelf.labelFormats)
  const labelled = label && labelMeaning(label, shelf)
  if (labelled) return labelled

  const texts = readings.map(({ text }) => text)
  const code = codeShown(texts[0] ?? '')
  const references = [...new Set(texts.flatMap(spellingsOfCode))]
  return (
    chosenAmong(shelf.withReference(references), code) ??
    scannedReceiptOf(readings) ?? { kind: 'unknown', code, label: label?.label ?? null }
  )
}

/** The receipt whose QR code was scanned, whole or one part of it. */
export function sealedReceiptOf(
  readings: readonly Reading[],
): Extract<ScanMeaning, { kind: 'sealed-receipt' }> | undefined {
  const code = readings.map(({ text }) => text).find(text => parseReceiptCode(text))
  return code === undefined ? undefined : { kind: 'sealed-receipt', code }
}

/** The sealed document whose number was scanned, as printed on a receipt. */
export function scannedReceiptOf(
  readings: readonly Reading[],
): Extract<ScanMeaning, { kind: 'receipt' }> | undefined {
  for (const { text } of readings) {
    // A document number has six digits or more: a reference such as `REF12` does not match.
    const document = /-\d{6,}$/.test(text) ? parseDocumentLabel(text) : undefined
    if (document) return { kind: 'receipt', document, code: text }
  }
  return undefined
}

/** The article on a scale's label: by a code of the article, else by its reference. */
export function articleOfLabel(
  label: ScaleLabel,
  shelf: Pick<ScanShelf, 'withCode' | 'withReference'>,
): Article | undefined {
  const codes = articleCodesOf(label)
  return codes.flatMap(code => shelf.withCode(code))[0] ?? shelf.withReference(codes)[0]
}

function chosenAmong(articles: readonly Article[], code: string): ScanMeaning | undefined {
  const [article] = articles
  if (!article) return undefined
  const shown = codeShown(code)
  return articles.length === 1
    ? { kind: 'article', article, code: shown, how: howMuchOf(code) }
    : { kind: 'several', articles, code: shown }
}

/** What a GS1 code says of the goods besides their number: a weight, never a number of pieces. */
function howMuchOf(code: string): { quantityMilli?: number; isMeasured?: boolean } {
  const grams = readGs1(code)?.weightGrams ?? 0
  return grams > 0 && grams <= MAX_PIECES * 1000 ? { quantityMilli: grams, isMeasured: true } : {}
}

interface FoundLabel {
  code: string
  label: ScaleLabel
}

function labelOf(
  readings: readonly Reading[],
  formats: readonly LabelFormat[],
): FoundLabel | undefined {
  for (const { text } of readings) {
    const code = codeShown(text)
    const label = readLabel(code, formats)
    if (label) return { code, label }
  }
  return undefined
}

function labelMeaning({ code, label }: FoundLabel, shelf: ScanShelf): ScanMeaning | undefined {
  const article = articleOfLabel(label, shelf)
  if (!article) return undefined
  const { weightGrams, priceCents } = label
  const how = {
    ...(weightGrams ? { quantityMilli: weightGrams, isMeasured: true } : {}),
    ...(priceCents ? { unitPriceCents: priceCents } : {}),
  }
  return { kind: 'article', article, code, how }
}
