import { deflateSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aJournal } from '../../support/factory'
import { packContent, unpackContent, type RegisterRecord } from '@/core/sharing/blockContent'

const DEVICE = 'a'.repeat(32)
const REGISTER: RegisterRecord = {
  kind: 'register',
  register: {
    key: 'edit/ps-1/name',
    value: { fr: 'Thé', sizes: [1, 2.5, null] },
    at: '2026-11-29T09:00:00.000Z',
    by: DEVICE,
    version: { [DEVICE]: 3 },
  },
}
const SEEN = [{ device: DEVICE, lane: 1 as const, next: 12 }]
const packed = (content: unknown) =>
  deflateSync(
    new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)),
  )
const seen = [[DEVICE, 1, 12]]

describe('what a block says', () => {
  it('is read as it was said', () => {
    const content = { seen: SEEN, records: [REGISTER] }
    expect(unpackContent(packContent(content))).toEqual(content)
  })

  it('is kept as it came where a later version says it, and said again so', () => {
    const later = { kind: 'loyalty-card', points: 12, of: { any: 'shape' } }
    const content = unpackContent(packed({ seen, records: [later, REGISTER] }))
    expect(content?.records).toEqual([{ kind: 'unknown', text: JSON.stringify(later) }, REGISTER])
    expect(unpackContent(packContent(content ?? { seen: [], records: [] }))).toEqual(content)
  })

  it.each([
    ['a key of one part', { ...REGISTER.register, key: 'edit' }],
    ['a key of four parts', { ...REGISTER.register, key: 'a/b/c/d' }],
    ['a turn below zero', { ...REGISTER.register, version: { [DEVICE]: -1 } }],
    ['a turn that is no number', { ...REGISTER.register, version: { [DEVICE]: '1' } }],
    ['no moment', { ...REGISTER.register, at: 'yesterday' }],
    ['no device', { ...REGISTER.register, by: 'me' }],
  ])('applies no register with %s', (_name, register) => {
    const content = unpackContent(packed({ seen, records: [{ kind: 'register', register }] }))
    expect(content?.records.map(({ kind }) => kind)).toEqual(['unknown'])
  })

  it.each([
    ['at', 'soon'],
    ['at', ''],
    ['day', '2026-02-30'],
    ['day', 'today'],
  ])('copies no entry whose %s is %s, which no screen could show', (field, value) => {
    const [sealed] = aJournal([])
    const kinds = (entry: object) => {
      const record = { kind: 'entry', journal: '0'.repeat(64), entry, signature: null }
      return unpackContent(packed({ seen, records: [record] }))?.records.map(({ kind }) => kind)
    }
    expect(kinds({ ...sealed })).toEqual(['entry'])
    expect(kinds({ ...sealed, [field]: value })).toEqual(['unknown'])
  })

  it.each([
    ['not deflated', new Uint8Array([1, 2, 3])],
    ['no JSON', packed('{"seen"')],
    ['another shape', packed({ seen: 1, records: [] })],
    ['cut', packed({ seen, records: [] }).slice(0, -3)],
    ['nothing', new Uint8Array()],
  ])('is no content: %s', (_name, bytes) => expect(unpackContent(bytes)).toBeUndefined())

  it('is not unpacked when it is a bomb', () => {
    const bomb = deflateSync(new Uint8Array(24 * 1024 * 1024))
    expect(bomb.length).toBeLessThan(256 * 1024)
    const before = process.memoryUsage().heapUsed
    expect(unpackContent(bomb)).toBeUndefined()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024)
  })

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.json(), (bytes, json) => {
        expect(() => unpackContent(bytes)).not.toThrow()
        expect(() => unpackContent(packed(json))).not.toThrow()
      }),
    )
  })
})
