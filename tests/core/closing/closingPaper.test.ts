import { describe, expect, it } from 'vitest'
import { aJournal, anArticle, anEntry, aTicket, SELLER, SOFTWARE } from '../../support/factory'
import { parseAnchor } from '@/core/closing/anchor'
import { closeDay, type ClosingEntry } from '@/core/closing/closing'
import { closingPaperOf, openPaperOf } from '@/core/closing/closingPaper'

const journal = aJournal([aTicket([anArticle()])])
const day = journal[0]?.day ?? ''
const closed = closeDay(undefined, journal, day)
const seal = 'ab'.repeat(32)
const keyFingerprint = 'cd'.repeat(32)

const closing: ClosingEntry = anEntry(
  {
    kind: 'closing',
    ...closed,
    document: { series: 'AZ', number: 12 },
    isLate: false,
    cash: null,
    user: { userId: 'anne', name: 'Anne' },
    seller: SELLER,
    software: SOFTWARE,
  },
  { number: 3, seal },
)

describe('the printed form of a closing', () => {
  it('contains every sealed value and the anchor', () => {
    const paper = closingPaperOf(closing, keyFingerprint)
    expect(paper).toMatchObject({ of: day, totals: closed.totals, perpetual: closed.perpetual })
    expect(paper.sealed).toMatchObject({ number: 'AZ-000012', user: 'Anne', entryNumber: 3, seal })
    expect(parseAnchor(paper.sealed?.anchor ?? '')).toEqual({
      till: 'A',
      number: 3,
      seal,
      keyFingerprint,
    })
  })

  it('has online sales only when there were some', () => {
    expect(closingPaperOf(closing, '').web).toBeNull()
    const web = { ...closed.totals, salesCount: 1 }
    const onWeb = { ...closing, event: { ...closing.event, web } }
    expect(closingPaperOf(onWeb, '').web).toEqual(web)
  })

  it('has neither number nor seal for an open day', () => {
    const around = { at: '', till: 'A', training: false, seller: SELLER, software: SOFTWARE }
    expect(openPaperOf(closed, around)).toMatchObject({ sealed: null, totals: closed.totals })
  })
})
