import { parseHeader } from '@/core/backup/header'
import { readAttemptState } from '@/core/payment/terminal/attemptState'
import { deviceOf } from '@/core/sharing/block'
import { parseGreeted, parseOver, parseWord } from '@/core/sharing/directWords'
import { parseClaim, parseClaimed, parseOpen, parseSwap, parseSwapped } from '@/core/sharing/wire'
import { parseShown } from '@/core/ticket/customerChannel'
import { parseIdleShow } from '@/core/ticket/idleShow'
import { parseAnswer, parseIdlePost, parsePost } from '@/core/ticket/screenWire'
import type { Decoder } from './decoder'

const HEX = 'ab'.repeat(16)
const HASH = 'cd'.repeat(32)
const KEY = Uint8Array.from({ length: 65 }, (_, index) => (index === 0 ? 4 : index))
const DEVICE = deviceOf(KEY)
const ROOM = 'r'.repeat(43)
const SHOWN = {
  view: {
    kind: 'ticket',
    lines: [{ name: 'Savon', quantityMilli: 1_000, grossCents: 500 }],
    totalCents: 500,
    takenCents: 0,
  },
  shopName: 'Boutique',
  locale: 'fr',
}

export const VALUES: Decoder<unknown>[] = [
  {
    name: 'the head of a backup',
    read: parseHeader,
    sample: {
      version: 1,
      cipher: 'AES-256-GCM',
      kdf: { name: 'scrypt', N: 131_072, r: 8, p: 1, salt: HEX },
      compression: 'deflate',
      noncePrefix: 'a'.repeat(14),
    },
  },
  {
    name: 'an opening of a mailbox',
    read: parseOpen,
    sample: { version: 1, mailbox: HEX, code: 'abc' },
  },
  {
    name: 'a swap',
    read: parseSwap,
    sample: { version: 1, mailbox: HEX, have: [[DEVICE, 1, 0]], blocks: ['AAAA'], wait: 1 },
  },
  {
    name: 'the answer to a swap',
    read: parseSwapped,
    sample: {
      version: 1,
      results: ['new'],
      heads: [[DEVICE, 1, 0, 3, HASH]],
      blocks: ['AAAA'],
      isMore: false,
    },
  },
  {
    name: 'a claim',
    read: parseClaim,
    sample: { version: 1, mailbox: HEX, claim: HASH, turn: 1, sealed: 'AAAA' },
  },
  {
    name: 'the answer to a claim',
    read: parseClaimed,
    sample: { version: 1, isTaken: true, holder: { claim: HASH, turn: 1, sealed: 'AAAA' } },
  },
  {
    name: 'a word between two devices',
    read: parseWord,
    sample: { version: 1, says: 'greeting', proofs: [HASH] },
  },
  {
    name: 'the answer to a greeting',
    read: parseGreeted,
    sample: { version: 1, found: { place: 0, proof: HASH } },
  },
  { name: 'the end of a meeting', read: parseOver, sample: { version: 1, received: 3 } },
  {
    name: 'what a customer is shown',
    read: parseShown,
    sample: SHOWN,
  },
  {
    name: 'an idle screen',
    read: parseIdleShow,
    sample: { id: 'a', picture: { width: 2, height: 2, jpeg: '/9j/AAAA' }, words: 'Ouvert' },
  },
  { name: 'a post of a till to its screens', read: parsePost, sample: { key: ROOM, shown: SHOWN } },
  {
    name: 'a post of an idle picture',
    read: parseIdlePost,
    sample: { key: ROOM, idle: { id: 'a', picture: null, words: '' } },
  },
  {
    name: 'the answer to a post',
    read: parseAnswer,
    sample: { screens: 1, addresses: ['http://192.168.1.2:4173'], idleId: 'a' },
  },
  {
    name: 'the state of a card attempt',
    read: readAttemptState,
    sample: {
      state: 'accepted',
      amountCents: 500,
      application: '00B',
      authorisation: '1',
      contract: '2',
    },
  },
]
