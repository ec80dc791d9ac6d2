/// <reference types="vite/client" />
import { createSSRApp, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { describe, expect, it } from 'vitest'
import { createMessages } from '../../messages/everyLanguage'
import {
  anOrder,
  everyClosing,
  everyEntry,
  longReceipt,
  openPaper,
  t,
} from '../../support/printer/everyPaper'
import { closingPaperOf } from '@/core/closing/closingPaper'
import { receiptOf } from '@/core/documents/receipt'
import { isPayment, isSale } from '@/core/journal/journal'
import { printable } from '@/core/printing/layOut'
import { basicLines, type BasicLine, type PaperLine } from '@/core/printing/paperLine'
import { closingLines } from '@/messages/printing/closingLines'
import { receiptLines } from '@/messages/printing/receiptLines'
import { slipLines } from '@/messages/printing/slipLines'

const PAPERS = import.meta.glob<Component>(
  '../../../src/components/{documents/ReceiptPaper,closing/ClosingPaper,printing/PaperLines}.vue',
  { eager: true, import: 'default' },
)

/** What a person reads on the screen or on the browser's paper: no marks, and nothing hidden. */
async function shownBy(name: string, props: object): Promise<string[]> {
  const component = PAPERS[`../../../src/components/${name}.vue`]
  if (!component) throw new Error(`there is a ${name}`)
  const app = createSSRApp(component, { ...props })
  app.use(createMessages('fr'))
  const html = await renderToString(app)
  return wordsOf(
    html
      .replace(/<!--.*?-->/g, '')
      .replace(/<(\w+)[^>]*class="[^"]*visually-hidden[^"]*"[^>]*>[^]*?<\/\1>/g, ' ')
      .replace(/<\/(?:p|span|td|th|div|h2|h3|s|dt|dd|button|li|strong|time)>/g, ' ')
      .replace(/<[^>]+>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'"),
  )
}

/** What the lines say, in order. */
const saidBy = (lines: readonly PaperLine[]) =>
  wordsOf(basicLines(lines).flatMap(textsOf).join(' '))

function textsOf(line: BasicLine): readonly string[] {
  switch (line.kind) {
    case 'text':
      return [line.text]
    case 'row':
      return [line.left, line.right]
    case 'table':
      return [...line.head, ...line.rows.flat()]
    case 'code':
    case 'logo':
      return [line.caption]
    case 'rule':
    case 'space':
      return []
  }
}

const wordsOf = (text: string) =>
  printable(text)
    .split(' ')
    .filter(word => word !== '' && word !== '·')
    .map(word => word.toLowerCase())

const signs = { copy: 2, fingerprint: 'ab'.repeat(32), showsReasons: true, foot: '', logo: null }
const receipts = [
  longReceipt,
  { ...longReceipt, training: true },
  ...everyEntry.flatMap(entry => (isSale(entry) || isPayment(entry) ? [receiptOf(entry)] : [])),
].map(receipt => [`${receipt.kind} ${receipt.number}`, receipt] as const)

describe('what is shown is what a printer of receipts prints', () => {
  it.each(receipts)('%s', async (_name, receipt) => {
    const lines = receiptLines(receipt, { ...signs, isPaper: true, toSign: false }, t, 'fr')
    const shown = await shownBy('documents/ReceiptPaper', { receipt, ...signs })
    expect(shown.toSorted()).toEqual(saidBy(lines).toSorted())
  })

  it.each(
    everyClosing.map(closing => [`${closing.event.period} ${closing.event.of}`, closing] as const),
  )('closing %s', async (_name, closing) => {
    const paper = closingPaperOf(closing, 'cd'.repeat(32))
    const shown = await shownBy('closing/ClosingPaper', { paper, copy: 3 })
    expect(shown.toSorted()).toEqual(saidBy(closingLines(paper, 3, t, 'fr')).toSorted())
  })

  it('an X report', async () => {
    const paper = openPaper()
    const shown = await shownBy('closing/ClosingPaper', { paper })
    expect(shown.toSorted()).toEqual(saidBy(closingLines(paper, 0, t, 'fr')).toSorted())
  })

  it('an order slip', async () => {
    const notes = { placedAt: 'Passée hier', leaves: 'Par Colissimo' }
    const lines = slipLines(anOrder(), notes, t, 'fr')
    const shown = await shownBy('printing/PaperLines', { lines, isPrint: true })
    expect(shown.toSorted()).toEqual(saidBy(lines).toSorted())
  })
})
