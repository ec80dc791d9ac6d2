import { describe, expect, it } from 'vitest'
import { anOpenDevice, honey, reopened, sell, ticketOf } from '../../support/backup'
import { dropLast } from '../../support/copies'
import { anotherTab, aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import type { SaleEntry } from '@/core/journal/journal'
import { addReceiptPart } from '@/core/documents/receiptParts'
import { type ReadReceipt, receiptCodes } from '@/core/documents/receiptCode'
import { isAlarm, verdictOf } from '@/core/documents/receiptVerdict'
import { meaningOf } from '@/core/scanning/meaning'
import { readingsOfText } from '@/core/scanning/readings'
import { openTill } from '@/till/openTill'
import { checkReceipt, codesOf, tellOfReceipt } from '@/till/documents/checkReceipt'
import { readToldFault } from '@/till/journal/toldFault'
import { sellTicket } from '@/till/payment/sellTicket'
import type { TillContext } from '@/till/context'

async function soldAt(context: TillContext): Promise<SaleEntry> {
  await openTill(context)
  const sale = await sellTicket(context, aTicket(), [aTender(1548)], CONTEXT)
  if (!sale.ok) throw new Error(sale.error.code)
  return sale.value
}

function readOf(code: string | undefined): ReadReceipt {
  const scan = addReceiptPart([], code ?? '')
  if (scan.kind !== 'whole') throw new Error(scan.kind)
  return scan.read
}

async function findingOf(context: TillContext, read: ReadReceipt) {
  const verdict = await checkReceipt(context, read)
  return { finding: verdictOf(verdict), known: verdict.known, signature: verdict.signature }
}

describe('a receipt that carries itself', () => {
  it('is sound at the till that made it; at any other its key is unknown, which is never green', async () => {
    const context = aTill()
    const other = aTill()
    const [code] = await codesOf(context, await soldAt(context))
    await soldAt(other)
    const signature = 'valid'
    const read = readOf(code)
    expect(await findingOf(context, read)).toEqual({ finding: 'sound', known: 'same', signature })
    expect(await findingOf(other, read)).toEqual({
      finding: 'foreign',
      known: 'nothing',
      signature,
    })
  })

  it('signed by this till and missing from its journal, or another there, is an alarm that is sealed', async () => {
    const context = await anOpenDevice()
    const sale = await sell(context, ticketOf([honey]))
    const read = readOf((await codesOf(context, sale))[0])
    await dropLast(context, 2)
    const verdict = await checkReceipt(context, read)
    expect(verdictOf(verdict)).toBe('missing')
    expect(isAlarm(verdictOf(verdict))).toBe(true)
    await tellOfReceipt(context, verdict, [])
    const next = await reopened(context)
    expect(next.tillCode).toBe('B')
    expect(await readToldFault(next)).toMatchObject({
      kind: 'put-back',
      till: 'A',
      number: 2,
      notedEntry: 2,
      notedSeal: sale.seal,
    })
    expect(verdictOf(await checkReceipt(next, read))).toBe('missing')

    const again = await anOpenDevice()
    const first = await sell(again, ticketOf([honey]))
    const paper = readOf((await codesOf(again, first))[0])
    await dropLast(again, 2)
    await sell(anotherTab(again), ticketOf([honey, honey]))
    expect(verdictOf(await checkReceipt(again, paper))).toBe('differs')
  })

  it('of a journal that is gone is missed by the fingerprint that was kept elsewhere', async () => {
    const context = await anOpenDevice()
    const read = readOf((await codesOf(context, await sell(context, ticketOf([honey]))))[0])
    const cleared = await anOpenDevice()
    expect(verdictOf(await checkReceipt(cleared, read))).toBe('foreign')
    expect(verdictOf(await checkReceipt(cleared, read, [read.keyFingerprint]))).toBe('missing')
  })

  it('is altered when its amount, or the key that signs it, was changed', async () => {
    const context = aTill()
    const sale = await soldAt(context)
    const read = readOf((await codesOf(context, sale))[0])
    const cheaper = { ...sale, event: { ...sale.event, totalCents: 1 } }
    const changed = readOf(receiptCodes({ ...read, entry: cheaper })[0])
    expect(await findingOf(context, changed)).toMatchObject({ finding: 'altered' })

    const forger = aTill()
    const forged = readOf((await codesOf(forger, await soldAt(forger)))[0])
    const { publicKey } = forged
    const wrongKey = readOf(receiptCodes({ ...read, publicKey })[0])
    expect(await findingOf(context, wrongKey)).toMatchObject({ finding: 'altered' })
  })

  it('without a signature proves nothing elsewhere', async () => {
    const context = aTill()
    const entry = await soldAt(context)
    const read = readOf(receiptCodes({ entry, signature: '', publicKey: null })[0])
    expect(await findingOf(context, read)).toMatchObject({ finding: 'sound', signature: 'missing' })
    const other = aTill()
    await openTill(other)
    expect(await findingOf(other, read)).toMatchObject({ finding: 'unproven' })
  })

  it('is the first meaning of its scan', async () => {
    const context = aTill()
    const [code = ''] = await codesOf(context, await soldAt(context))
    const shelf = { withCode: () => [], withReference: () => [], labelFormats: [] }
    expect(meaningOf(readingsOfText(code), shelf)).toEqual({ kind: 'sealed-receipt', code })
  })
})

describe('the parts of a long receipt', () => {
  it('make it once the last is there; parts of another receipt begin anew', () => {
    const one = addReceiptPart([], 'CMP1-1-3-AAAAAAAA.0')
    if (one.kind !== 'part') throw new Error(one.kind)
    expect(one.missing).toBe(2)
    expect(addReceiptPart(one.parts, 'CMP1-1-3-AAAAAAAA.0')).toMatchObject({ missing: 2 })
    expect(addReceiptPart(one.parts, 'CMP1-2-3-AAAAAAAA.0')).toMatchObject({ missing: 1 })
    expect(addReceiptPart(one.parts, 'CMP1-2-3-BBBBBBBB.0')).toMatchObject({ missing: 2 })
    expect(addReceiptPart(one.parts, 'A-000001')).toEqual({ kind: 'unreadable' })
  })
})
