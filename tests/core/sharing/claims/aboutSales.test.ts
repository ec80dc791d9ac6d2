import { describe, expect, it } from 'vitest'
import { aSale, aTicket, anArticle } from '../../../support/factory'
import { sealEvent, type JournalEntry } from '@/core/journal/journal'
import {
  aboutKnownSales,
  journalOfSale,
  salesNamedBy,
  type KnownJournals,
} from '@/core/sharing/claims/aboutSales'
import type { OtherTill } from '@/core/sharing/otherTills'
import { giveBack } from '@/core/payment/refund'
import { emptyTicket } from '@/core/ticket/ticket'

const sale = aSale(aTicket([anArticle()]))

const tillOf = (device: string, till: string, journal: string, over = {}): OtherTill => ({
  device,
  letter: till,
  name: device,
  parts: [{ journal, till, after: 0, upTo: 100, ...over }],
  upTo: { till, number: 100 },
  heardAt: null,
  isRemoved: false,
})

/** A refund of a sale of till A, sealed by a till. */
function refundBy(till: string): JournalEntry {
  const back = giveBack(emptyTicket('r', sale.at), sale, [], new Map([[0, 1000]]), () => 'l')
  const { event } = aSale(back)
  const { at, day } = sale
  return sealEvent(undefined, { till, eventId: 'r', at, day, training: false, event })
}

describe('the journal that a reference means', () => {
  const own = [{ till: 'B', journal: 'b', number: 9 }]
  const meant = (known: KnownJournals, till = 'A', number = 2) =>
    journalOfSale({ till, number }, known)

  it('is the own one under that letter, whatever others have under it', () => {
    const known = { own, tills: [tillOf('other', 'B', 'not-ours')] }
    expect(meant(known, 'B')).toEqual({ journal: 'b', device: null })
  })

  it('is the only copy under that letter, as far as it is held and not this device’s own', () => {
    const known = { own, tills: [tillOf('front', 'A', 'a', { after: 5 })] }
    expect(meant(known, 'A', 6)).toEqual({ journal: 'a', device: 'front' })
    for (const number of [5, 101]) expect(meant(known, 'A', number)).toBeNull()
    expect(meant(known, 'C')).toBeNull()
  })

  it('is none where two tills sealed under that letter', () => {
    const tills = [tillOf('front', 'A', 'a'), tillOf('back', 'A', 'a2')]
    expect(meant({ own, tills })).toBeNull()
  })
})

describe('what is about a sale', () => {
  const tills = [tillOf('front', 'A', 'a'), tillOf('back', 'C', 'c')]

  it('is what names it, of a journal that is another till’s', () => {
    const journals = new Map([['A-2', 'a']])
    const find = (journal: string, entry: JournalEntry) =>
      aboutKnownSales([{ journal, entry }], journals, tills).map(({ device }) => device)
    expect(salesNamedBy(refundBy('C'))).toEqual([{ till: 'A', number: 2 }])
    expect(find('c', refundBy('C'))).toEqual(['back'])
    expect(find('a', refundBy('A'))).toEqual(['front'])
    expect(find('c', sale)).toEqual([])
    // A journal that this device has itself is no copy.
    expect(find('unknown', refundBy('C'))).toEqual([])
  })

  it('is nothing that a till sealed of its own journal under the same letter', () => {
    const both = [...tills, tillOf('put-back', 'A', 'a2')]
    const found = aboutKnownSales(
      [{ journal: 'a2', entry: refundBy('A') }],
      new Map([['A-2', 'a']]),
      both,
    )
    expect(found).toEqual([])
  })
})
