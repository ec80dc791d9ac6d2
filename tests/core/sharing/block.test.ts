import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deviceOf,
  LANES,
  MOST_BLOCK_BYTES,
  NO_HASH,
  readBlock,
  writeHead,
  type BlockHead,
} from '@/core/sharing/block'
import { placeBlock } from '@/core/sharing/placeBlock'

const KEY = Uint8Array.from({ length: 65 }, (_, index) => (index === 0 ? 4 : index))
const NONCE = new Uint8Array(12).fill(9)
const FIRST: BlockHead = {
  device: deviceOf(KEY),
  lane: LANES.shared,
  seq: 0,
  previous: NO_HASH,
  epoch: 3,
  base: { begins: false, ends: false },
  publicKey: KEY,
}
const blockOf = (head: BlockHead, ciphertextBytes = 20) =>
  concatBytes(
    writeHead(head, NONCE),
    new Uint8Array(ciphertextBytes).fill(1),
    new Uint8Array(64).fill(2),
  )

describe('a block', () => {
  it.each<[string, BlockHead]>([
    ['the first of a lane', FIRST],
    ['a later one', { ...FIRST, seq: 7, previous: 'ab'.repeat(32), publicKey: null }],
    ['one where a base begins', { ...FIRST, seq: 7, base: { begins: true, ends: false } }],
    ['a base of one block', { ...FIRST, seq: 2 ** 32 - 1, base: { begins: true, ends: true } }],
  ])('is read as it was written: %s', (_name, head) => {
    const bytes = blockOf(head)
    const read = readBlock(bytes)
    expect(read).toMatchObject({ ...head, nonce: NONCE })
    expect(read?.signed).toEqual(bytes.slice(0, -64))
    expect(read?.authenticated).toEqual(writeHead(head, NONCE))
    expect(read?.hash).toBe(
      [...sha256(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join(''),
    )
  })

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['another mark', bytes => bytes.with(0, 0)],
    ['an unknown flag', bytes => bytes.with(2, 4)],
    ['an unknown lane', bytes => bytes.with(3, 4)],
    ['a key that is not the device’s', bytes => bytes.with(80, bytes[80] === 0 ? 1 : 0)],
    ['a block before the first', bytes => bytes.with(30, 1)],
    ['too short', bytes => bytes.slice(0, -5)],
    ['cut in its head', bytes => bytes.slice(0, 60)],
    ['nothing', () => new Uint8Array()],
    ['too long', bytes => concatBytes(bytes, new Uint8Array(MOST_BLOCK_BYTES))],
  ])('is none with %s', (_name, alter) => {
    expect(readBlock(blockOf(FIRST, 16))).toBeDefined()
    expect(readBlock(alter(blockOf(FIRST, 16)))).toBeUndefined()
  })

  it('is never read with an error, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, isMarked) => {
        const marked = isMarked ? concatBytes(Uint8Array.of(67, 49, 0, 1), bytes) : bytes
        expect(() => readBlock(marked)).not.toThrow()
      }),
    )
  })
})

describe('where a block goes', () => {
  const base = { begins: false, ends: false }
  const stream = { head: 4, hash: 'h4' }
  it.each([
    [
      'the first of nothing',
      { seq: 0, previous: NO_HASH, hash: 'h0', base },
      undefined,
      undefined,
      'new',
    ],
    [
      'a later one of nothing',
      { seq: 3, previous: 'h2', hash: 'h3', base },
      undefined,
      undefined,
      'gap',
    ],
    [
      'a base of nothing',
      { seq: 3, previous: 'h2', hash: 'h3', base: { ...base, begins: true } },
      undefined,
      undefined,
      'new',
    ],
    ['the next', { seq: 5, previous: 'h4', hash: 'h5', base }, stream, undefined, 'new'],
    [
      'the next of another branch',
      { seq: 5, previous: 'x4', hash: 'x5', base },
      stream,
      undefined,
      'other',
    ],
    ['one beyond', { seq: 6, previous: 'h5', hash: 'h6', base }, stream, undefined, 'gap'],
    [
      'a base beyond',
      { seq: 9, previous: 'h8', hash: 'h9', base: { ...base, begins: true } },
      stream,
      undefined,
      'new',
    ],
    ['the head again', { seq: 4, previous: 'h3', hash: 'h4', base }, stream, 'h4', 'same'],
    ['another in its place', { seq: 4, previous: 'h3', hash: 'x4', base }, stream, 'h4', 'other'],
    [
      'one that a base replaced',
      { seq: 1, previous: 'h0', hash: 'h1', base },
      stream,
      undefined,
      'same',
    ],
  ] as const)('%s', (_name, block, at, kept, result) => {
    expect(placeBlock(block, at, kept)).toBe(result)
  })
})
