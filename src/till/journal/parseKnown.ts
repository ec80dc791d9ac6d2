import type { KnownOfJournal } from './checkJournal'
import { anchorsIn, fingerprintIn } from '@/verifier/anchor'

/** What a text tells of a journal: seals as printed on closings, or its key's fingerprint. */
export const parseKnown = (text: string): KnownOfJournal => ({
  seals: anchorsIn(text),
  fingerprint: fingerprintIn(text),
})
