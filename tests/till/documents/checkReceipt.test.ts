import { describe, expect, it } from 'vitest'
import { aTender, aTicket, aTill, CONTEXT } from '../../support/factory'
import type { SaleEntry } from '@/core/journal/journal'
import { addReceiptPart } from '@/core/documents/receiptParts'
import { type ReadReceipt, receiptCodes } from '@/core/documents/receiptCode'
import { verdictOf } from '@/core/documents/receiptVerdict'
import { meaningOf } from '@/core/scanning/meaning'
import { readingsOfText } from '@/core/scanning/readings'
import { openTill } from '@/till/openTill'
import { checkReceipt, codesOf } from '@/till/documents/checkReceipt'
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
  return { finding: verdictOf(verdict), isOwn: verdict.isOwn, signature: verdict.signature }
}

describe('a receipt that carries itself', () => {
  it('is genuine at the till that made it and at any other, which knows it is not its own', async () => {
    const context = aTill()
    const other = aTill()
    const [code] = await codesOf(context, await soldAt(context))
    await soldAt(other)
    const signature = 'valid'
    const read = readOf(code)
    expect(await findingOf(context, read)).toEqual({ finding: 'sound', isOwn: true, signature })
    expect(await findingOf(other, read)).toEqual({ finding: 'sound', isOwn: false, signature })
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
