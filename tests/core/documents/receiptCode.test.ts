import fc from 'fast-check'
import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { anyActs, journalOf } from '../../support/anyJournal'
import { aJournal, anArticle, aTicket } from '../../support/factory'
import { fromBase45, toBase45 } from '@/core/documents/base45'
import { isSale, keyFingerprint, type JournalEntry } from '@/core/journal/journal'
import { parseReceiptCode, readReceipt, receiptCodes } from '@/core/documents/receiptCode'

/** A real key and signature: like any, they contain no repetition to compress. */
const publicKey = {
  crv: 'P-256',
  kty: 'EC',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
}
const signature =
  'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q'
    .replaceAll('-', '+')
    .replaceAll('_', '/') + '=='

const proofs = { signature, publicKey }
const read = (codes: readonly string[]) =>
  readReceipt(codes.flatMap(c => parseReceiptCode(c) ?? []))

/** A sale with this many different articles. */
function aLongSale(lines: number, ecotaxCents = 0): JournalEntry {
  const articles = Array.from({ length: lines }, (_none, index) =>
    anArticle({
      articleId: `ps-${index * 37 + 12}`,
      name: `${['Carnet', 'Affiche', 'Savon', 'Bougie', 'Thé'][index % 5]} n° ${index * 7919 + 101}`,
      reference: `REF-${(index * 104_729 + 5003).toString(36).toUpperCase()}`,
      priceCents: 199 + index * 361,
      ecotaxCents: ecotaxCents * (index + 1),
      vatRate: [550, 2000][index % 2] ?? 0,
    }),
  )
  return aJournal([aTicket(articles)])[1]!
}

describe('base 45', () => {
  it('gives the examples of RFC 9285, section 4.3', () => {
    const bytes = (text: string) => new TextEncoder().encode(text)
    expect(toBase45(bytes('AB'))).toBe('BB8')
    expect(toBase45(bytes('Hello!!'))).toBe('%69 VD92EX0')
    expect(toBase45(bytes('base-45'))).toBe('UJCLQE7W581')
    expect(new TextDecoder().decode(fromBase45('QED8WEX0'))).toBe('ietf!')
    expect(fromBase45('FGW')).toEqual(new Uint8Array([255, 255]))
    expect(() => fromBase45('GGW')).toThrow()
    expect(() => fromBase45(':::')).toThrow()
    expect(() => fromBase45('A')).toThrow()
  })
})

describe('the code of a receipt', () => {
  it('carries any sealed document, and is read back exactly', () => {
    fc.assert(
      fc.property(anyActs, acts => {
        for (const entry of journalOf(acts)) {
          const found = read(receiptCodes({ entry, ...proofs }))
          expect(found).toEqual({
            entry,
            ...proofs,
            isIntact: true,
            keyFingerprint: keyFingerprint(publicKey),
          })
        }
      }),
      { numRuns: 30 },
    )
  })

  it('holds a sale of ten lines in one QR code that a phone reads off a screen', () => {
    const codes = receiptCodes({ entry: aLongSale(10), ...proofs })
    expect(codes).toHaveLength(1)
    // 121 modules and their border: on a phone's screen, 2.7 points each.
    expect(encode(codes[0]!, { ecc: 'M' }).size).toBeLessThanOrEqual(123)
  })

  it('holds as many lines with eco-participation', () => {
    const entry = aLongSale(10, 13)
    const codes = receiptCodes({ entry, ...proofs })
    expect(codes).toHaveLength(1)
    expect(encode(codes[0]!, { ecc: 'M' }).size).toBeLessThanOrEqual(123)
    expect(read(codes)?.entry).toEqual(entry)
  })

  it('splits a long sale, and reads its parts in any order, but not without one', () => {
    const entry = aLongSale(60)
    const codes = receiptCodes({ entry, ...proofs })
    expect(codes.length).toBeGreaterThan(1)
    for (const code of codes) expect(encode(code, { ecc: 'M' }).size).toBeLessThanOrEqual(125)
    expect(read(codes.toReversed())?.entry).toEqual(entry)
    expect(read(codes.slice(1))).toBeUndefined()
  })

  it('shows when an amount was changed', () => {
    const entry = aLongSale(2)
    if (!isSale(entry)) throw new Error('a sale was made')
    const forged = { ...entry, event: { ...entry.event, totalCents: entry.event.totalCents - 1 } }
    expect(read(receiptCodes({ entry: forged, ...proofs }))).toMatchObject({ isIntact: false })
  })

  it('is read without a key, and shows that there is none', () => {
    const entry = aLongSale(1)
    const found = read(receiptCodes({ entry, signature: '', publicKey: null }))
    expect(found).toMatchObject({ isIntact: true, signature: '', keyFingerprint: '' })
  })

  it('begins with words that a person can read, as much as fits', () => {
    const [short = ''] = receiptCodes({ entry: aLongSale(2), ...proofs })
    expect(short).toMatch(
      /^[A-Z ]+ - TICKET A-00000\d - \d\d\/\d\d\/2026 \d\d:\d\d - 1 CARNET N 101 1\.99 - .* - TOTAL \d+\.\d\d EUR CMP1\./,
    )
    for (const code of receiptCodes({ entry: aLongSale(60), ...proofs })) {
      expect(code).toMatch(/^TICKET A-00000\d - TOTAL \d+\.\d\d EUR CMP1-\d-\d-/)
    }
  })

  it('is read as earlier versions wrote it too, without words', () => {
    const entry = aLongSale(60)
    const old = receiptCodes({ entry, ...proofs }).map(code => code.slice(code.indexOf('CMP1')))
    expect(read(old)?.entry).toEqual(entry)
    const [one = ''] = receiptCodes({ entry: aLongSale(2), ...proofs })
    expect(read([one.slice(one.indexOf('CMP1'))])?.isIntact).toBe(true)
  })

  it('is not read from another code or a truncated one', () => {
    expect(parseReceiptCode('A-000123')).toBeUndefined()
    expect(read(['CMP1.0000'])).toBeUndefined()
    const [code = ''] = receiptCodes({ entry: aLongSale(3), ...proofs })
    expect(read([code.slice(0, -9)])).toBeUndefined()
  })
})
