import { deflateSync } from 'fflate'
import { aJpeg } from '../../support/aJpeg'
import { aJournal, aTicket } from '../../support/factory'
import { readRecords, recordOf, unpackRecord } from '@/core/journal/copyRecords'
import { readBlock, deviceOf, LANES, NO_HASH, writeHead } from '@/core/sharing/block'
import { unpackContent } from '@/core/sharing/blockContent'
import { packClaim, parseClaim as parseClaimContent } from '@/core/sharing/claims/claim'
import { parseHello } from '@/core/sharing/pairing'
import { isWholePicture } from '@/storage/catalogue/pictureBytes'
import { pictureType } from '@/storage/catalogue/pictures'
import type { Decoder } from './decoder'

const KINDS = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const
const HASH = 'cd'.repeat(32)
const KEY = Uint8Array.from({ length: 65 }, (_, index) => (index === 0 ? 4 : index))
const DEVICE = deviceOf(KEY)
const AT = '2026-11-29T09:00:00.000Z'
const [opened] = aJournal([aTicket()])
const block = new Uint8Array([
  ...writeHead(
    {
      device: DEVICE,
      lane: LANES.shared,
      seq: 0,
      previous: NO_HASH,
      epoch: 1,
      base: { begins: false, ends: false },
      publicKey: KEY,
    },
    new Uint8Array(12),
  ),
  ...new Uint8Array(84).fill(7),
])

export const BYTES: Decoder<Uint8Array<ArrayBuffer>>[] = [
  {
    name: 'a picture',
    sample: new Uint8Array(aJpeg()),
    read: bytes => {
      const sound = KINDS.filter(kind => isWholePicture(bytes, kind))
      return pictureType(bytes.buffer) && sound.length > 0 ? sound : undefined
    },
  },
  { name: 'a block of another device', sample: block, read: readBlock },
  {
    name: 'the content of a block',
    sample: deflateSync(
      new TextEncoder().encode(
        JSON.stringify({
          seen: [[DEVICE, 1, 0]],
          records: [{ kind: 'entry', journal: HASH, entry: opened, signature: null }],
        }),
      ),
    ),
    read: unpackContent,
  },
  {
    name: 'a copied journal',
    sample: new Uint8Array(opened ? recordOf(opened, null) : []),
    read: bytes =>
      readRecords(bytes).records.map(record => {
        try {
          return unpackRecord(record)
        } catch (error) {
          if (error instanceof SyntaxError) return undefined
          throw error
        }
      }),
  },
  {
    name: 'the content of a claim',
    sample: new Uint8Array(packClaim({ device: DEVICE, at: AT })),
    read: parseClaimContent,
  },
  {
    name: 'a new device’s words',
    sample: new TextEncoder().encode(
      JSON.stringify({
        publicKey: 'A'.repeat(88),
        sealingKey: 'A'.repeat(88),
        name: 'Tablette',
        letter: 'B',
        usedLetters: ['A'],
      }),
    ),
    read: parseHello,
  },
]
