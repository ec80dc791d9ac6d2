import type { Translate } from '@/messages/useMessages'
import type { PaperLine } from '@/core/printing/paperLine'
import { testSheet } from '@/core/printing/testSheet'

/** The test sheet of a printer in a language. */
export const testSheetIn = (t: Translate): PaperLine[] =>
  testSheet({
    title: t('printer.sheetTitle'),
    ruler: columns => t('printer.sheetRuler', { columns }),
    accents: t('printer.sheetLetters'),
    code: t('printer.sheetCode'),
    cut: t('printer.sheetCut'),
  })
