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

/** As a version printed it that knew one format of signatures alone: a paper outlives its till. */
const PRINTED_BEFORE = [
  'CMP1.N80 0QG:4$8VNZBYTGJ6UOWRVQF/+0BY6$PTAM22AQ3T7%KQ/ 8OMU$-PT/N :FCU5H2U38U3.UIEDO:DHI',
  '1B.L0*8N55ZDHM*LWJQ*OARPC.59906JV2O:00F0NNMGI0DOVE.FDHG$TOO2K/%C2C1LXQ$S7P2T1MUX5M%H9*BG',
  'Z$C41P2SICOJA18:MH7TK91R0:1SQUK+T2$K$M2GITHQU53IY R5K73LM:/EBYPXL9SNU17HK4RY2MJ365*0Y-L$',
  'A0RFGU9LD%792C/XHM/0IU3TOKX 0:AW7IS+V2L$N505MHD5GQE*7DHH8MU7T40JOOIHJ5M-0J4E7VCKTNU/JTK.',
  'DN$NH1LA7V+UVM-8QU0V65K2L$I2SIV.XJ8AV9513MP -2G9L5EMBR4$97+$3NGC9TU%%JBYIGI8:6D%O4S2UL6G',
  'K0FC18K$B$/O-RBV5O4SK$W9SWJIMD+XE:0EM4NEA2SIA4HRZ2M-PKVL7322FW0CNQEARGF7M17EN68CWHVV1VAP',
  'LKDU1%.9/MN1C47-8ICG638+01G3IOPHS$FZ-8G8GPG133P U2*74SQDDH5W3SMX02B8NYBGCL/+I6XBN*9BE9E3',
  'PMG9B2NUSB6LBMSVIR6',
].join('')
const PRINTED_UNSIGNED = [
  'CMP1.L400:1SQUK+T2$K$M2GITHQU53IY R5K73LM:/EBYPXL9SNU17HK4RY2MJ365*0Y-L$A0RFGU9LD%792C/X',
  'HM/0IU3TOKX 0:AW7IS+V2L$N505MHD5GQE*7DHH8MU7T40JOOIHJ5M-0J4E7VCKTNU/JTK.DN$NH1LA7V+UVM-8',
  'QU0V65K2L$I2SIV.XJ8AV9513MP -2G9L5EMBR4$97+$3NGC9TU%%JBYIGI8:6D%O4S2UL6GK0FC18K$B$/O-RBV',
  '5O4SK$W9SWJIMD+XE:0EM4NEA2SIA4HRZ2M-PKVL7322FW0CNQEARGF7M17EN68CWHVV1VAPLKDU1%.9/MN1C47-',
  '8ICG638+01G3IOPHS$FZ-8G8GPG133P U2*74SQDDH5W3SMX02B8NYBGCL/+I6XBN*9BE9E3PMG9B2NUSB6LBMSV',
  'IR6',
].join('')

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

describe('a code that an older version printed', () => {
  const sealed = {
    till: 'A',
    number: 2,
    seal: 'c90fa5f1fcec81a4b713d5e89ff1f18eeedc093ae8b1ba7679cbc64b03f17587',
    event: { kind: 'sale', totalCents: 1548, document: { series: 'A', number: 1 } },
  }

  it('is read today, with its signature of format 1', () => {
    const found = read([PRINTED_BEFORE])
    expect(found).toMatchObject({ entry: sealed, signature, publicKey, isIntact: true })
    expect(found?.keyFingerprint).toBe(keyFingerprint(publicKey))
  })

  it('is read without a signature where its till had no cryptography', () => {
    const found = read([PRINTED_UNSIGNED])
    expect(found).toMatchObject({ entry: sealed, signature: '', publicKey: null, isIntact: true })
  })
})
